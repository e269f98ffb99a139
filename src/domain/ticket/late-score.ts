import { plus, type Timestamp } from '../timestamp';
import { formatDate } from './format';
import type { CsatPolicy } from './outcome';
import type { Outcome } from './state';
import { type Answer, answerOf } from './survey';
import type { View } from './view';

/** What was decided without a score, and so can be followed by one. */
type Unscored = Extract<Outcome, 'no_answer' | 'no_survey'>;

const SINCE: Readonly<Record<Unscored, string>> = {
  no_answer: 'after its wait was over',
  no_survey: 'after it was decided that no survey is sent',
};

function isUnscored(outcome: string): outcome is Unscored {
  return Object.hasOwn(SINCE, outcome);
}

/** Whether a score that was given at `at` came too late for this decision: it counts for the customer, and sends nothing. */
export function isTooLate(
  { outcome, closedAt, decidedAt }: DecidedEnd,
  { at, csat }: { readonly at: Timestamp; readonly csat: Pick<CsatPolicy, 'waitMs'> },
): boolean {
  if (!isUnscored(outcome)) return false;
  // Whoever was not there when the wait was over has decided later: the answer was late all the same.
  const overAt = plus(closedAt, csat.waitMs);
  return at > (outcome === 'no_answer' && overAt < decidedAt ? overAt : decidedAt);
}

interface DecidedEnd {
  readonly outcome: string;
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
}

/** The score that has come too late for how the ticket ended; null: there is none, or it was decided by it. */
export function lateAnswer({ state, decision, csat }: View): Answer | null {
  const answer = answerOf(state);
  if (decision === null || answer === null) return null;
  return isTooLate(decision, { at: answer.at, csat }) ? answer : null;
}

/** `rated 5 on 29 Nov, after its wait was over: what was decided stays`; without `now` the date is left out. */
export function lateScoreText(outcome: string, { score, at }: Answer, now?: Timestamp): string {
  const since = isUnscored(outcome) ? SINCE[outcome] : 'after it was decided how the ticket ended';
  return `rated ${String(score)}${now === undefined ? '' : when(at, now)}, ${since}: what was decided stays`;
}

function when(at: Timestamp, now: Timestamp): string {
  return ` ${at.slice(0, 10) === now.slice(0, 10) ? 'at' : 'on'} ${formatDate(at, now)}`;
}
