import { millisecondsBetween, plus, type Timestamp } from '../timestamp';
import type { OtherTicket } from '../campaign/campaign-types';
import { answeredSince } from '../ticket/answered-since';
import type { Closing } from '../ticket/closings';
import { type CsatPolicy, knowableAt } from '../ticket/outcome';
import type { Decision, TicketState } from '../ticket/state';
import { statusOf } from '../ticket/status';
import { decided, type View, viewOf } from '../ticket/view';
import { heldFrom, type Past, pastOf, sleepsAt, stateAt } from './past-state';
import type { KeptEnd, PastTicket, Period, UndecidedEnd } from './rehearsal-types';

/** One end of a ticket whose outcome came to be known before it was undone. */
export interface LivedEnd {
  readonly decision: Decision;
  /** When it could have been known at the earliest. */
  readonly knowableAt: Timestamp;
  /** Every moment by which its closing is known. */
  readonly witnesses: readonly Timestamp[];
  /** When something undid it; null: it stands. */
  readonly undoneAt: Timestamp | null;
}

/** A ticket from its opening on, judged by one policy. */
export interface TicketLife {
  readonly ticket: PastTicket;
  readonly ends: readonly LivedEnd[];
  /** Null: it was not closed when the rehearsed time was over, or it was known how it had ended. */
  readonly undecided: UndecidedEnd | null;
  /** The ticket as it was at that moment, with its outcome if that was decided by then. */
  viewAt(at: Timestamp): View;
  /** What the policy of another ticket sees of it; null: it was not there, or is nobody's case. */
  asOther(at: Timestamp): OtherTicket | null;
  /** The next moment at which it stands otherwise; null: there is none. */
  nextChange(after: Timestamp): Timestamp | null;
}

export interface Judging {
  readonly period: Period;
  readonly csat: CsatPolicy;
  /** The one that life goes by: how late life was to know an end is told by it. */
  readonly todaysCsat: CsatPolicy;
}

export function lifeOf(ticket: PastTicket, judging: Judging): TicketLife {
  const past = pastOf(withScoreTakenBack(ticket));
  const all = past.closings.flatMap((closing) => endOf({ past, closing, kept: ticket.keptEnds }, judging) ?? []);
  const { until } = judging.period;
  const ends = all.filter(({ decision }) => decision.decidedAt <= until);
  const { csat } = judging;
  const viewAt = (at: Timestamp): View => {
    const decision = ends.findLast((end) => end.decision.decidedAt <= at)?.decision ?? null;
    return viewOf({ ...stateAt(past, at), decision }, { now: at, csat });
  };
  const changes = changesOf(ticket, past, ends);
  const seen = new Map<Timestamp, OtherTicket | null>();
  return {
    ticket,
    ends,
    undecided: undecidedOf(ticket, all, until),
    viewAt,
    nextChange: (after) => changes.find((at) => at > after) ?? null,
    asOther: (at) => {
      const since = changes.findLast((change) => change <= at);
      if (since === undefined) return null;
      const known = seen.get(since);
      const other =
        known === undefined ? otherOf(ticket, { view: viewAt(since), ends, period: judging.period }) : known;
      seen.set(since, other);
      // Whoever is asked about is read first (spec 5c).
      return other === null ? null : { ...other, isSnoozed: sleepsAt(past, at), seenAt: at };
    },
  };
}

/** Nothing dates that a score was taken back. Where life has seen it when it asked, it was by then, and not by the newest read only. */
function withScoreTakenBack({ state, keptEnds }: PastTicket): TicketState {
  const { survey } = state;
  const [askedAt] = keptEnds.flatMap(({ by, askedAt: at }) => (by === 'same_answer' ? at : [])).sort();
  if (survey === null || survey.score !== null || askedAt === undefined || askedAt >= survey.readAt) return state;
  return { ...state, survey: { ...survey, readAt: askedAt } };
}

interface Ending {
  readonly past: Past;
  readonly closing: Closing;
  readonly kept: readonly KeptEnd[];
}

/** Null: it was undone before anybody could know how it had ended. */
function endOf({ past: known, closing, kept }: Ending, { csat, todaysCsat }: Judging): LivedEnd | null {
  const witnesses = [closing.at, ...closing.witnesses];
  const inLife = kept.find(({ closedAt }) => witnesses.includes(closedAt)) ?? null;
  const past = inLife === null ? known : { ...known, state: recalled(known.state, inLife) };
  const found = decisionAfter(past, closing, csat);
  if (found === null) return null;
  const lateMs = inLife === null ? 0 : latenessOf(inLife, decisionAfter(past, closing, todaysCsat));
  const decision = { ...found, decidedAt: plus(found.decidedAt, lateMs) };
  const undoneAt = undoneAtOf(past, closing);
  if (undoneAt !== null && decision.decidedAt >= undoneAt) return null;
  return { decision, knowableAt: knowableAt(past.state, decision, csat), witnesses, undoneAt };
}

/** The end that the rehearsed time was too short for. */
function undecidedOf({ ticketId }: PastTicket, ends: readonly LivedEnd[], until: Timestamp): UndecidedEnd | null {
  const found = ends.find(({ decision }) => decision.closedAt <= until && decision.decidedAt > until);
  return found === undefined ? null : { ticketId, closedAt: found.decision.closedAt, until: found.decision.decidedAt };
}

/**
 * A state keeps the newest skip and the newest answer; what an end was decided by in life may have been overwritten since. That it was
 * decided so is evidence of it.
 */
function recalled(state: TicketState, { outcome, score, decidedAt }: KeptEnd): TicketState {
  const { skipped, responded, survey } = state;
  if (outcome === 'no_survey')
    return skipped !== null && skipped.at <= decidedAt
      ? state
      : { ...state, skipped: { at: decidedAt, id: 0, reasons: [] } };
  const isKnown = [survey?.answeredAt, responded?.at].some((at) => (at ?? null) !== null && (at ?? '') <= decidedAt);
  return score === null || isKnown ? state : { ...state, responded: { at: decidedAt, id: 0, score } };
}

/** The outcome of that closing as the policy decides it at the first moment at which it can. */
function decisionAfter(past: Past, closing: Closing, csat: CsatPolicy): Decision | null {
  for (const now of knowingMoments(past, closing, csat)) {
    const { decision } = decided(viewOf(stateAt(past, now), { now, csat }));
    if (decision !== null) return decision;
  }
  return null;
}

/** Moments after a closing, while it holds, at which there may be something new to decide by. */
function knowingMoments(past: Past, closing: Closing, csat: CsatPolicy): readonly Timestamp[] {
  const { at } = closing;
  const { survey, responded, skipped, marks } = past.state;
  const excluded = marks['ticket-excluded-from-csat'];
  const all = [
    at,
    heldFrom(past, closing),
    survey?.answeredAt,
    responded?.at,
    skipped?.at,
    excluded?.at,
    plus(at, csat.waitMs),
  ];
  return inOrder(all).filter((moment) => moment >= at);
}

/** Whoever was not there, or had not been told, decided later; under another policy that would have been no different. */
function latenessOf({ outcome, decidedAt }: KeptEnd, decision: Decision | null): number {
  if (decision?.outcome !== outcome) return 0;
  return Math.max(0, Math.ceil(millisecondsBetween(decision.decidedAt, decidedAt)));
}

function undoneAtOf(past: Past, closing: Closing): Timestamp | null {
  const reopening = past.reopenings.find(({ of }) => of === closing);
  if (reopening !== undefined) return reopening.at;
  const goneAt = goneAtOf(past);
  return goneAt !== null && goneAt > closing.at ? goneAt : null;
}

/** Since when it has been nobody's case; null: it is somebody's, or nobody has dated it. */
function goneAtOf({ state }: Past): Timestamp | null {
  const { marks, level, notFoundAt, mergedInto } = state;
  switch (statusOf(state).phase) {
    case 'merged':
      return mergedInto?.readAt ?? null;
    case 'deleted':
      return marks['ticket-deleted']?.at ?? notFoundAt;
    case 'spam':
      return marks['ticket-marked-spam']?.at ?? null;
    case 'trashed':
      return level?.trashedAt ?? marks['ticket-trashed']?.at ?? null;
    case 'open':
    case 'closed':
    case 'snoozed':
    case 'unknown':
      return null;
  }
}

function changesOf({ createdAt }: PastTicket, past: Past, ends: readonly LivedEnd[]): readonly Timestamp[] {
  const { marks, survey, responded } = past.state;
  // Also where it came back since: meanwhile it held nobody.
  const away = [marks['ticket-marked-spam']?.at, marks['ticket-trashed']?.at];
  const back = [marks['ticket-unmarked-spam']?.at, marks['ticket-untrashed']?.at];
  const turns = [...past.closings.map((closing) => heldFrom(past, closing)), ...past.reopenings.map(({ at }) => at)];
  const decisions = ends.map(({ decision }) => decision.decidedAt);
  const answers = [survey?.answeredAt, responded?.at];
  const all = [createdAt, goneAtOf(past), ...away, ...back, ...turns, ...decisions, ...answers];
  return inOrder(all).filter((at) => at >= createdAt);
}

/** As the store shows it to the policy of another ticket (`store/tickets/ticket-reader.ts`). */
function otherOf(
  { ticketId, createdAt, isWatched }: PastTicket,
  { view, ends, period }: { readonly view: View; readonly ends: readonly LivedEnd[]; readonly period: Period },
): OtherTicket | null {
  const { summary, verdict, rounds } = view;
  if (summary.stage === 'ended' && verdict.kind !== 'outcome') return null;
  const closedAt = rounds.current?.at ?? null;
  const other = { ticketId, createdAt, closedAt, seenAt: null };
  // What was closed before anybody watched has ended, and nobody knows how.
  if (!isWatched && closedAt !== null && closedAt < period.from)
    return { ...other, phase: 'ended', outcome: null, endedAt: closedAt };
  const endedAt =
    ends.find(({ witnesses }) => closedAt !== null && witnesses.includes(closedAt))?.knowableAt ?? closedAt;
  const isEnded = summary.stage === 'ended';
  const { decision, state, csat } = view;
  const outcome = (decision === null ? null : answeredSince(state, decision, csat)?.outcome) ?? summary.outcome;
  return { ...other, phase: summary.stage, outcome, endedAt: isEnded ? endedAt : null };
}

function inOrder(times: readonly (Timestamp | null | undefined)[]): readonly Timestamp[] {
  const known = times.flatMap((at) => at ?? []);
  return [...new Set(known)].sort();
}
