import { ACTIVITY_OPTIONS } from './activity-options';
import { SUMMARIES } from './timer-summaries';

/** What timers and activities say: the sentences that nobody is in, so that they can be left readable (`temporal/readable-payload.ts`). */
export const READABLE_SENTENCES: ReadonlySet<string> = new Set([
  ...Object.values(SUMMARIES),
  ...Object.values(ACTIVITY_OPTIONS).map(({ summary }) => summary),
]);
