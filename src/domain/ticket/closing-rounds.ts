import { isNear, latest, type Timestamp, timestampOf } from '../timestamp';
import { pairClosings, type Closing } from './closings';
import { SAME_CAUSE_MS, type Status, statusOf } from './status';
import { type TicketHistory, type TicketState } from './state';

/** Before anything that a helpdesk knows. */
const LONG_AGO = timestampOf(0);

/**
 * A reopening belongs to the closing that it undid; null: that one happened before anybody watched. `exact` false: it is known that it
 * happened, and only that it was not later than `at`.
 */
export interface Reopening {
  readonly of: Closing | null;
  readonly at: Timestamp;
  readonly exact: boolean;
}

export interface Rounds {
  readonly closings: readonly Closing[];
  readonly reopenings: readonly Reopening[];
  /** The closing that holds now; null when the ticket is not closed. */
  readonly current: Closing | null;
}

/**
 * The ticket's openings and closings as far as the facts prove them. Closings and reopenings take turns, so that two known closings prove
 * the reopening between them. The reverse is not concluded: a closing that nobody saw has no moment that could be told.
 */
export function roundsOf(state: TicketState, status: Status = statusOf(state)): Rounds {
  const closings = pairClosings(state.history);
  const walked = walk(closings, state.history);
  if (status.phase === 'closed') {
    return { closings, reopenings: walked.reopenings, current: walked.unopened ?? undatedClosing(state) };
  }
  const { unopened } = walked;
  if (unopened === null || (status.phase !== 'open' && status.phase !== 'snoozed')) {
    return { closings, reopenings: walked.reopenings, current: null };
  }
  const at = latest(state.level?.updatedAt ?? unopened.at, unopened.at);
  return { closings, reopenings: [...walked.reopenings, { of: unopened, at, exact: false }], current: null };
}

function walk(
  closings: readonly Closing[],
  history: TicketHistory,
): { reopenings: readonly Reopening[]; unopened: Closing | null } {
  const reopenings: Reopening[] = [];
  let unopened: Closing | null = null;
  let previousAt = LONG_AGO;
  for (const turn of turnsOf(closings, history)) {
    if (turn.closing !== null) {
      if (unopened !== null) reopenings.push({ of: unopened, at: turn.at, exact: false });
      unopened = turn.closing;
    } else if (unopened !== null) {
      reopenings.push({ of: unopened, at: turn.at, exact: turn.exact });
      unopened = null;
    } else if (undoesUnseenClosing(turn.at, { previousAt, history })) {
      reopenings.push({ of: null, at: turn.at, exact: true });
    }
    previousAt = turn.at;
  }
  return { reopenings, unopened };
}

interface Turn {
  readonly at: Timestamp;
  readonly closing: Closing | null;
  readonly exact: boolean;
}

/** A snooze undoes a closing as well: either the reopening before it was lost, or it stands in its place. */
function turnsOf(closings: readonly Closing[], { reopened, woken, snoozed }: TicketHistory): readonly Turn[] {
  const turns: Turn[] = [
    ...closings.map((closing) => ({ at: closing.at, closing, exact: true })),
    ...[...reopened, ...woken].map((at) => ({ at, closing: null, exact: true })),
    ...snoozed.map((at) => ({ at, closing: null, exact: false })),
  ];
  return turns.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

/** A ticket that wakes from its snooze may be reported as reopened too, but nothing had been resolved. */
function undoesUnseenClosing(
  at: Timestamp,
  { previousAt, history }: { previousAt: Timestamp; history: TicketHistory },
): boolean {
  const isWaking = history.woken.some((woken) => isNear(woken, at, SAME_CAUSE_MS));
  const wasSnoozed = history.snoozed.some((snoozed) => snoozed >= previousAt && snoozed <= at);
  return history.reopened.includes(at) && !isWaking && !wasSnoozed;
}

/** Closed, but since when is not known: the latest moment that is possible, so that nothing is decided too early. */
function undatedClosing({ level, marks }: TicketState): Closing {
  return { at: level?.updatedAt ?? marks['ticket-closed']?.at ?? LONG_AGO, witnesses: [] };
}
