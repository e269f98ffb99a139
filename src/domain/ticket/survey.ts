import { isNear, plus, type Timestamp } from '../timestamp';
import { type Rounds } from './closing-rounds';
import { type SurveyLevel, type TicketState } from './state';
import { SAME_CAUSE_MS } from './status';

/** The answer's event is written a little after the record's own date. */
const EVENT_LAG_MS = 60_000;

export interface Answer {
  readonly at: Timestamp;
  readonly score: number;
}

export function surveySentAt({ survey, marks }: TicketState): Timestamp | null {
  return survey?.sentAt ?? marks['satisfaction-survey-sent']?.at ?? null;
}

/** The newest answer that was not taken back; null also while it is only known that there is one: the event may come without its data. */
export function answerOf({ survey, responded }: Pick<TicketState, 'survey' | 'responded'>): Answer | null {
  const byEvent = responded === null || responded.score === null ? null : { at: responded.at, score: responded.score };
  if (survey === null) return byEvent;
  if (survey.score === null || survey.answeredAt === null)
    return byEvent === null || isUnansweredSince(survey, byEvent.at) ? null : byEvent;
  const byLevel = { at: survey.answeredAt, score: survey.score };
  const isNewer = byEvent !== null && byEvent.at > byLevel.at && !isNear(byEvent.at, byLevel.at, EVENT_LAG_MS);
  return isNewer ? byEvent : byLevel;
}

/**
 * Whether a read that was clearly made after `at` (null: at any time) shows the survey without a score: one that was there then was taken back. Gorgias tells nobody
 * of that, and dates it nowhere: a PUT replaces the whole survey (gorgias-api.md 3.15).
 */
export function isUnansweredSince(
  { score, readAt }: Pick<SurveyLevel, 'score' | 'readAt'>,
  at: Timestamp | null,
): boolean {
  return score === null && (at === null || readAt > plus(at, EVENT_LAG_MS));
}

/**
 * True when no survey will come for the closing that holds now. An exclusion counts for ever, a skip only for its own closing: Gorgias skips
 * conversations that are too short, and they may have grown since. A survey that was sent can be answered all the same.
 */
export function isSurveyRuledOut(state: TicketState, { reopenings, current }: Rounds): boolean {
  if (surveySentAt(state) !== null) return false;
  if (state.marks['ticket-excluded-from-csat'] !== undefined) return true;
  const { skipped } = state;
  if (skipped === null || skipped.at < (reopenings.at(-1)?.at ?? '')) return false;
  // The feed may tell of a skip before it tells of the closing and the reopening that followed: one that is older than the closing is another's.
  const isOlder = current !== null && current.witnesses.length > 0 && skipped.at < current.at;
  return !isOlder || isNear(skipped.at, current.at, SAME_CAUSE_MS);
}

/** Since when it has been known that no survey will come, when it is; null: nobody has said so. */
export function surveyRuledOutAt({ marks, skipped }: TicketState): Timestamp | null {
  const excludedAt = marks['ticket-excluded-from-csat']?.at ?? null;
  if (excludedAt === null || skipped === null) return excludedAt ?? skipped?.at ?? null;
  return excludedAt < skipped.at ? excludedAt : skipped.at;
}
