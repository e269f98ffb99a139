import { type Timestamp, timestampOf } from '../timestamp';
import { type Closing } from '../ticket/closings';
import { roundsOf, type Rounds } from '../ticket/closing-rounds';
import { awakeAt, statusOf } from '../ticket/status';
import type { MarkType, TicketLevel, TicketState } from '../ticket/state';

const BEFORE_ALL = timestampOf(0);

/** A ticket's openings and closings, those without a date included: what a rehearsal asks about each moment. */
export interface Past {
  readonly state: TicketState;
  readonly closings: readonly Closing[];
  readonly reopenings: Rounds['reopenings'];
  /** A snooze that ended in a closed ticket: it is reported as closed since the snooze began, and was open until this one ended. */
  readonly slept: { readonly closing: Closing; readonly until: Timestamp } | null;
}

export function pastOf(state: TicketState): Past {
  const { closings, reopenings, current } = roundsOf(state, statusOf(state));
  const isUndated = current !== null && !closings.includes(current);
  const all = isUndated ? [...closings, current] : closings;
  return { state, closings: all, reopenings, slept: sleptOf(state, current) };
}

function sleptOf({ level }: TicketState, current: Closing | null): Past['slept'] {
  if (current === null || level === null || level.snoozedUntil === null) return null;
  const until = awakeAt(level.snoozedUntil);
  return until > current.at ? { closing: current, until } : null;
}

/** From when on the ticket was as good as closed. */
export function heldFrom({ slept }: Past, closing: Closing): Timestamp {
  return slept?.closing === closing ? slept.until : closing.at;
}

/**
 * Whether it was asleep then, where it counts as open: until it woke, was reopened, or its time was over. As every rule has it, a snoozed ticket
 * is an open one; this is for whoever says why.
 */
export function sleepsAt({ state: { history, level } }: Past, at: Timestamp): boolean {
  const begunAt = history.snoozed.findLast((snoozed) => snoozed <= at);
  if (begunAt === undefined) return false;
  if ([...history.woken, ...history.reopened].some((woken) => woken > begunAt && woken <= at)) return false;
  // Of an earlier snooze nobody knows the time any more.
  if (level === null || begunAt !== history.snoozed.at(-1)) return true;
  return level.snoozedUntil === null ? level.readAt <= begunAt || level.readAt > at : at < awakeAt(level.snoozedUntil);
}

/**
 * The state as it was at that moment: what was learnt later is left out, and the newest read says what a read would have shown then. Without
 * what was decided and published, which are no facts.
 */
export function stateAt(past: Past, at: Timestamp): TicketState {
  const { state } = past;
  const upTo = (times: readonly Timestamp[]): readonly Timestamp[] => times.filter((time) => time <= at);
  const { history, survey, responded, skipped, movedTo, notFoundAt, mergedInto } = state;
  return {
    ...state,
    level: levelAt(past, at),
    marks: marksAt(state.marks, at),
    history: {
      closedByLevel: upTo(history.closedByLevel),
      closedByEvent: upTo(history.closedByEvent),
      reopened: upTo(history.reopened),
      snoozed: upTo(history.snoozed),
      woken: upTo(history.woken),
    },
    notFoundAt: notFoundAt !== null && notFoundAt <= at ? notFoundAt : null,
    mergedInto: mergedInto !== null && mergedInto.readAt <= at ? mergedInto : null,
    movedTo: movedTo !== null && movedTo.at <= at ? movedTo : null,
    survey: survey === null ? null : surveyAt(survey, at),
    responded: responded !== null && responded.at <= at ? responded : null,
    skipped: skipped !== null && skipped.at <= at ? skipped : null,
    decision: null,
    told: [],
  };
}

/** The closing that held then; null: the ticket was open. */
function closingAt(past: Past, at: Timestamp): Closing | null {
  const { closings, reopenings } = past;
  const last = closings.filter((closing) => heldFrom(past, closing) <= at).at(-1);
  if (last === undefined) return null;
  return reopenings.some(({ of, at: reopenedAt }) => of === last && reopenedAt <= at) ? null : last;
}

function levelAt(past: Past, at: Timestamp): TicketLevel | null {
  const { level, marks } = past.state;
  if (level === null || level.createdAt > at) return null;
  if (level.readAt <= at) return level;
  const closing = closingAt(past, at);
  return {
    ...level,
    status: closing === null ? 'open' : 'closed',
    closedAt: closing?.at ?? null,
    // A snoozed ticket is an open one to every rule.
    snoozedUntil: null,
    spam: heldAt(level.spam, { on: marks['ticket-marked-spam']?.at, off: marks['ticket-unmarked-spam']?.at }, at),
    trashedAt: trashedAt(past.state, level.trashedAt, at),
    updatedAt: level.updatedAt < at ? level.updatedAt : at,
    readAt: at,
  };
}

/** A ticket that came back from the trash since was in it then: its read of now knows nothing of that, the feed does. */
function trashedAt({ marks }: TicketState, now: Timestamp | null, at: Timestamp): Timestamp | null {
  const on = now ?? marks['ticket-trashed']?.at;
  if (!heldAt(now !== null, { on, off: marks['ticket-untrashed']?.at }, at)) return null;
  return on !== undefined && on <= at ? on : at;
}

/** Of what is on or off, by the newest event of each. What nobody dated counts as it is now: it may always have been so. */
function heldAt(
  isNow: boolean,
  { on, off }: { readonly on: Timestamp | undefined; readonly off: Timestamp | undefined },
  at: Timestamp,
): boolean {
  const [begun, ended] = [on !== undefined && on <= at, off !== undefined && off <= at];
  if (begun && ended) return (on ?? '') > (off ?? '');
  if (begun || ended) return begun;
  if (on !== undefined && (off === undefined || on < off)) return false;
  return off === undefined ? isNow : true;
}

function marksAt(marks: TicketState['marks'], at: Timestamp): TicketState['marks'] {
  const known: Partial<Record<MarkType, (typeof marks)[MarkType]>> = {};
  for (const [type, mark] of Object.entries(marks)) if (mark.at <= at) known[type as MarkType] = mark;
  return known as TicketState['marks'];
}

function surveyAt(survey: NonNullable<TicketState['survey']>, at: Timestamp): TicketState['survey'] {
  const { sentAt, answeredAt, score, readAt } = survey;
  const isAnswered = answeredAt !== null && answeredAt <= at;
  return {
    ...survey,
    sentAt: sentAt !== null && sentAt <= at ? sentAt : null,
    score: isAnswered ? score : null,
    answeredAt: isAnswered ? answeredAt : null,
    // What a read would have shown of an answer then, nobody knows: there may have been another. Such a read speaks against none.
    readAt: readAt <= at ? readAt : isAnswered ? at : BEFORE_ALL,
  };
}
