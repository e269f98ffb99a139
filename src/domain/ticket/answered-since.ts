import { type CsatPolicy, outcomeOfScore } from './outcome';
import type { Decision, Outcome, TicketState } from './state';
import { answerOf } from './survey';

/** A score that says something else than what was decided. */
export interface OtherAnswer {
  /** 1 to 5. */
  readonly score: number;
  readonly outcome: Outcome;
}

/**
 * What the customer has answered since it was decided how the ticket ended: a first score, or another one, where it stands for another outcome.
 * Null: it stands as decided. The decision stays what it was; who is about to be mailed because of it is not whom it was made for (design D14).
 */
export function answeredSince(
  state: Pick<TicketState, 'survey' | 'responded'>,
  decision: Pick<Decision, 'outcome' | 'score'>,
  csat: CsatPolicy,
): OtherAnswer | null {
  const answer = answerOf(state);
  // Only another score: thresholds that were moved since change no end.
  if (answer === null || answer.score === decision.score) return null;
  const outcome = outcomeOfScore(answer.score, csat);
  return outcome === decision.outcome ? null : { score: answer.score, outcome };
}
