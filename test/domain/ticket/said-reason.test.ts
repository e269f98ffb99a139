import { UNINSTALLED_MEANWHILE } from '../../../src/domain/campaign/campaign-rules';
import type { CampaignRuleName } from '../../../src/domain/campaign/campaign-types';
import { REASON_TEXTS } from '../../../src/domain/campaign/reason-texts';
import { withReason } from '../../../src/domain/campaign/said-reason';
import { ask, CAMPAIGNS, DUE, OTHER, OVER } from './campaign-case';
import { after, DAY } from './facts';

const list = { campaign: { name: 'list', rule: { ...CAMPAIGNS['win-back-too']!, delayMs: 0 } } };
const worse = { ...OTHER, createdAt: after(DAY), phase: 'ended', outcome: 'dissatisfied', endedAt: DUE } as const;
const noPerson = { hasEmail: false };

/** Of each rule that a program may be answered with: what it says, in each of its wordings. */
const SAID: Readonly<
  Record<Exclude<CampaignRuleName, 'vendors_answered' | 'still_installed'>, readonly ReturnType<typeof ask>[]>
> = {
  still_ended: [ask({}, { ticket: { undoneBy: 'spam' } })],
  once_per_ticket: [ask({}, { ticket: { earlier: { name: 'a' } } }), ask({}, { ticket: { earlier: { name: null } } })],
  not_from_backfill: [ask({}, { ticket: { fromBackfill: true } })],
  policy: [ask({ campaign: null })],
  delay: [ask({ now: after(DAY) })],
  not_expired: [ask({ expiresAt: DUE, now: OVER }), ask({ expiresAt: DUE, now: OVER }, { person: noPerson })],
  same_answer: [
    ask({}, { ticket: { answered: { outcome: 'neutral', score: 3 } } }),
    ask({}, { ticket: { answered: { outcome: 'no_answer', score: null } } }),
  ],
  has_email: [{}, { unread: true }, { refused: true }, { whyUnfit: 'is left out by `exclude`' }].map((person) =>
    ask({}, { person: { ...noPerson, ...person } }),
  ),
  consent_known: [ask({}, { person: { consentUnknown: true } })],
  not_blocklisted: [{}, { wasDeleted: true }].map((person) => ask({}, { person: { blocklisted: true, ...person } })),
  not_unsubscribed: [{}, { wasDeleted: true }].map((person) => ask({}, { person: { unsubscribed: true, ...person } })),
  no_worse_end: [ask({ otherTickets: [worse] })],
  no_open_ticket: [
    ask({ otherTickets: [OTHER] }),
    ask({ otherTickets: [{ ...OTHER, phase: 'waiting', closedAt: after(2 * DAY) }], now: OVER }),
  ],
  not_on_list: [ask(list, { person: { onList: true } })],
  frequency_cap: [ask({ earlierSends: [DUE] })],
};

const ofProgram = (why: string, fate: 'sent' | 'skipped' | 'given-up' = 'skipped') =>
  withReason({ by: 'program', fate, rule: null, why, heldAs: null });

describe('the reason of a campaign that a program asked for', () => {
  test.each(Object.entries(SAID))('when the rule %s decides, it is the one of that rule', (rule, decisions) => {
    for (const decision of decisions) {
      if (decision.kind === 'send') throw new Error('it is sent');
      expect(decision.rules.at(-1)?.rule).toBe(rule);
      expect(ofProgram(decision.why)).toMatchObject({ rule });
      expect(Object.keys(REASON_TEXTS)).toContain(rule);
    }
  });

  test('when it is sent or refused it is told as the policy’s own are; any other sentence stands as it is', () => {
    expect(ofProgram('sent as the Brevo event X', 'sent')).toMatchObject({ rule: null, why: '' });
    expect(ofProgram('it was not sent: brevo.rejected', 'given-up')).toMatchObject({
      rule: null,
      why: 'brevo.rejected',
    });
    expect(ofProgram('the ticket is marked as spam')).toMatchObject({
      rule: null,
      why: 'the ticket is marked as spam',
    });
    expect(ofProgram(UNINSTALLED_MEANWHILE, 'given-up')).toMatchObject({ rule: 'still_installed' });
  });
});
