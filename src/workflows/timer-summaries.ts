import { ACTIVITY_OPTIONS } from './activity-options';

/** What timers say in the Temporal UI. */
export const SUMMARIES = {
  keyRefused: 'key refused: waiting for a new one',
  rateLimited: 'waiting for the rate limit',
  importing: 'Brevo is working on the imports',
  gather: 'what happens at once is covered by one look',
  awaitTicket: 'the next moment at which something may be due',
  awaitCampaign: 'until nothing holds the campaign any more',
} as const;

/** What timers and activities say: the sentences that nobody is in, so that they can be left readable (`temporal/readable-payload.ts`). */
export const READABLE_SENTENCES: ReadonlySet<string> = new Set([
  ...Object.values(SUMMARIES),
  ...Object.values(ACTIVITY_OPTIONS).map(({ summary }) => summary),
]);
