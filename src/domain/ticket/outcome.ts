import { latest, plus, type Timestamp } from '../timestamp';
import type { NoOutcome, Outcome, Decision, TicketState } from './state';
import { roundsOf, type Rounds } from './closing-rounds';
import { awakeAt, type Status, statusOf } from './status';
import { type Answer, answerOf, isSurveyRuledOut, surveyRuledOutAt, surveySentAt } from './survey';

/** The `csat` section of the configuration. */
export interface CsatPolicy {
  readonly waitMs: number;
  readonly satisfiedFrom: number;
  readonly dissatisfiedTo: number;
}

/** As of when, and by which policy, a state is judged. */
export interface Judgement {
  readonly now: Timestamp;
  readonly csat: CsatPolicy;
}

export type Verdict =
  | {
      readonly kind: 'none';
      readonly why: NoOutcome;
      /** When the ticket changes without anybody touching it, and should be read again; null: only when something comes. */
      readonly refreshAt: Timestamp | null;
    }
  /** Read the ticket once more at `until`, before deciding: the answer may have come in the last minute. */
  | { readonly kind: 'waiting'; readonly until: Timestamp; readonly surveySent: boolean }
  | ({ readonly kind: 'outcome'; readonly isDecided: boolean } & Omit<Decision, 'decidedAt'>);

/** What is to be said of the ticket's end at that moment. An outcome that was decided stands until the ticket is reopened. */
export function outcomeOf(state: TicketState, judgement: Judgement): Verdict {
  const status = statusOf(state);
  return verdictOf(state, { status, rounds: roundsOf(state, status) }, judgement);
}

/** The same for whoever knows already how the ticket stands. */
export function verdictOf(
  state: TicketState,
  { status, rounds }: { readonly status: Status; readonly rounds: Rounds },
  { now, csat }: Judgement,
): Verdict {
  if (status.phase === 'snoozed') {
    return { kind: 'none', why: 'snoozed', refreshAt: status.until === null ? null : awakeAt(status.until) };
  }
  if (status.phase !== 'closed') return { kind: 'none', why: status.phase, refreshAt: null };
  if (rounds.current === null) return { kind: 'none', why: 'open', refreshAt: null };
  const decided = decisionIn(state, rounds);
  if (decided !== null) {
    const { outcome, score, closedAt } = decided;
    return { kind: 'outcome', isDecided: true, outcome, score, closedAt };
  }
  const closedAt = rounds.current.at;
  const until = plus(closedAt, csat.waitMs);
  const end = endOf({ answer: answerOf(state), isRuledOut: isSurveyRuledOut(state, rounds), until, now, csat });
  if (end === null) return { kind: 'waiting', until, surveySent: surveySentAt(state) !== null };
  return { kind: 'outcome', isDecided: false, ...end, closedAt };
}

/** The state in which the outcome is decided; unchanged when there is none yet, or when it already was. */
export function decide(state: TicketState, judgement: Judgement): TicketState {
  return withDecision(state, outcomeOf(state, judgement), judgement);
}

export function withDecision(state: TicketState, verdict: Verdict, { now, csat }: Judgement): TicketState {
  if (verdict.kind !== 'outcome' || verdict.isDecided) return state;
  const { outcome, score, closedAt } = verdict;
  // The feed may have told of the end after the look as of which it is decided.
  const decidedAt = latest(now, knownAt(state, { outcome, closedAt }, csat));
  return { ...state, decision: { outcome, score, closedAt, decidedAt } };
}

/** The decision that still counts; null before it, and from a reopening on. */
export function decisionOf(state: TicketState): Decision | null {
  return decisionIn(state, roundsOf(state));
}

/** The same for whoever knows the rounds already. */
export function decisionIn({ decision }: TicketState, { current, reopenings }: Rounds): Decision | null {
  if (decision === null || current === null) return null;
  const { witnesses } = current;
  const isOfThis =
    witnesses.length === 0 ? decision.closedAt >= (reopenings.at(-1)?.at ?? '') : witnesses.includes(decision.closedAt);
  return isOfThis ? decision : null;
}

/** When the outcome could have been known at the earliest: what follows from it is late from then on, whoever was not there to decide. */
export function knowableAt(state: TicketState, decision: Decision, csat: CsatPolicy): Timestamp {
  // Taken back since, nobody knows any more when it was given.
  if (decision.score !== null && answerOf(state) === null) return decision.decidedAt;
  const known = knownAt(state, decision, csat);
  return known < decision.decidedAt ? known : decision.decidedAt;
}

/** When the facts that prove the outcome were all there. */
function knownAt(
  state: TicketState,
  { outcome, closedAt }: Pick<Decision, 'outcome' | 'closedAt'>,
  csat: CsatPolicy,
): Timestamp {
  if (outcome === 'no_answer') return plus(closedAt, csat.waitMs);
  if (outcome === 'no_survey') return latest(surveyRuledOutAt(state) ?? closedAt, closedAt);
  return latest(answerOf(state)?.at ?? closedAt, closedAt);
}

/** What a score of 1 to 5 stands for. */
export function outcomeOfScore(score: number, csat: CsatPolicy): Outcome {
  if (score >= csat.satisfiedFrom) return 'satisfied';
  return score <= csat.dissatisfiedTo ? 'dissatisfied' : 'neutral';
}

interface End {
  readonly answer: Answer | null;
  readonly isRuledOut: boolean;
  readonly until: Timestamp;
  readonly now: Timestamp;
  readonly csat: CsatPolicy;
}

/** An answer after the deadline is late even if nobody was there to decide in time: a stop of the connector changes no outcome. */
function endOf({ answer, isRuledOut, until, now, csat }: End): Pick<Decision, 'outcome' | 'score'> | null {
  if (answer !== null && answer.at <= until) {
    return { outcome: outcomeOfScore(answer.score, csat), score: answer.score };
  }
  if (isRuledOut) return { outcome: 'no_survey', score: null };
  return now < until ? null : { outcome: 'no_answer', score: null };
}
