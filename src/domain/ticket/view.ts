import { decisionIn, type Judgement, type Verdict, verdictOf, withDecision } from './outcome';
import { type Rounds, roundsOf } from './closing-rounds';
import { type Status, statusOf } from './status';
import { type Decision, type TicketState } from './state';
import { summaryOf, type TicketSummary } from './summary';

/** A ticket's state with all that follows from it at one moment. Judged once and passed on, so that nobody judges it by another clock. */
export interface View extends Judgement {
  readonly state: TicketState;
  readonly status: Status;
  readonly rounds: Rounds;
  /** The one that still counts. */
  readonly decision: Decision | null;
  readonly verdict: Verdict;
  readonly summary: TicketSummary;
}

export function viewOf(state: TicketState, { now, csat }: Judgement): View {
  const status = statusOf(state);
  const rounds = roundsOf(state, status);
  const verdict = verdictOf(state, { status, rounds }, { now, csat });
  return {
    now,
    csat,
    state,
    status,
    rounds,
    decision: decisionIn(state, rounds),
    verdict,
    summary: summaryOf(status, verdict),
  };
}

/** The view once the outcome is decided; the same one when there is none yet, or when it already was. */
export function decided(view: View): View {
  const state = withDecision(view.state, view.verdict, view);
  return state === view.state ? view : viewOf(state, view);
}
