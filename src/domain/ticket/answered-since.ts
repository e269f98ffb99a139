import { type CsatPolicy, outcomeOfScore } from './outcome';
import type { Decision, Outcome, TicketState } from './state';
import { answerOf, isUnansweredSince } from './survey';

/** An answer that says something else than what was decided. */
export interface OtherAnswer {
  /** 1 to 5; null: the score that it was decided by was taken back. */
  readonly score: number | null;
  readonly outcome: Outcome;
}

/**
 * What the customer has answered since it was decided how the ticket ended: a first score, or another one, where it stands for another outcome,
 * or none any more, which is like never having answered. Null: it stands as decided. The decision stays what it was; who is about to be mailed because of it is not whom it was made for (design D14).
 */
export function answeredSince(
  state: Pick<TicketState, 'survey' | 'responded'>,
  decision: Pick<Decision, 'outcome' | 'score' | 'decidedAt'>,
  csat: CsatPolicy,
): OtherAnswer | null {
  const answer = answerOf(state);
  if (answer === null) return isTakenBack(state, decision) ? { score: null, outcome: 'no_answer' } : null;
  // Only another score: thresholds that were moved since change no end.
  if (answer.score === decision.score) return null;
  const outcome = outcomeOfScore(answer.score, csat);
  return outcome === decision.outcome ? null : { score: answer.score, outcome };
}

/** An answer that came without its data is not known yet, and is none that was taken back. */
function isTakenBack(
  { survey, responded }: Pick<TicketState, 'survey' | 'responded'>,
  { score, decidedAt }: Pick<Decision, 'score' | 'decidedAt'>,
): boolean {
  if (score === null || survey === null || survey.readAt <= decidedAt) return false;
  return isUnansweredSince(survey, responded?.at ?? null);
}
