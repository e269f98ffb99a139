/**
 * What became of a campaign, one closed list for everybody who says it. `leaving`: allowed, and not yet with Brevo. `waiting`: its delay runs.
 * `held`: another ticket of the person is open or snoozed, or something else that will end. `given-up`: it was to be sent, and could not be in time, was
 * given up, or Brevo refused it. `unknown`: whether Brevo has it, nobody can say.
 */
export const FATES = ['sent', 'leaving', 'waiting', 'held', 'skipped', 'given-up', 'unknown'] as const;
export type Fate = (typeof FATES)[number];

/** It may still leave. */
export const PENDING_FATES: readonly Fate[] = ['leaving', 'waiting', 'held'];
/** It has ended, and nobody is known to have got it. */
export const UNSENT_FATES: readonly Fate[] = ['skipped', 'given-up', 'unknown'];

/** The same in words that stand for every campaign, where no rule and no vendor says more. */
export const FATE_TEXTS: Readonly<Record<Fate, string>> = {
  sent: 'accepted by Brevo',
  leaving: 'allowed, and not yet with Brevo',
  waiting: 'its time has not come yet',
  held: 'it may not leave yet',
  skipped: 'not sent',
  'given-up': 'it could not be sent',
  unknown: 'the answer was lost, and nobody can say whether Brevo has it: it is not repeated',
};
