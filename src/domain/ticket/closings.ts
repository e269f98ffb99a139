import { isNear, millisecondsBetween, type Timestamp } from '../timestamp';
import { SAME_CAUSE_MS } from './status';
import { type TicketHistory } from './state';

/**
 * Gorgias writes the event of a closing a little after the record's `closed_datetime`. Closer than this, and with no reopening between them,
 * both speak of the same closing. Two reads with different dates always show two closings.
 */
const EVENT_LAG_MS = 60_000;

export interface Closing {
  /** The record's own date where a read has shown it, else the event's. */
  readonly at: Timestamp;
  /** Every moment by which this closing is known; empty: it has no date. */
  readonly witnesses: readonly Timestamp[];
}

/** Each closing once, oldest first, whether it was seen by a read, by an event or by both. */
export function pairClosings(history: TicketHistory): readonly Closing[] {
  const isSnooze = (at: Timestamp): boolean => history.snoozed.some((snoozed) => isNear(snoozed, at, SAME_CAUSE_MS));
  const levels = history.closedByLevel.filter((at) => !isSnooze(at));
  const events = history.closedByEvent.filter((at) => !isSnooze(at));
  const eventOf = new Map(
    nearestPairs({ levels, events, openings: [...history.reopened, ...history.woken, ...history.snoozed] }),
  );
  const paired = new Set(eventOf.values());
  const byLevel = levels.map((at): Closing => {
    const event = eventOf.get(at);
    return { at, witnesses: event === undefined ? [at] : [at, event] };
  });
  const byEvent = events.filter((at) => !paired.has(at)).map((at): Closing => ({ at, witnesses: [at] }));
  return [...byLevel, ...byEvent].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

interface Evidence {
  readonly levels: readonly Timestamp[];
  readonly events: readonly Timestamp[];
  readonly openings: readonly Timestamp[];
}

/** Level and event of one closing, the closest first, each in one pair at most. */
function nearestPairs({ levels, events, openings }: Evidence): readonly (readonly [Timestamp, Timestamp])[] {
  const candidates = levels.flatMap((level) =>
    events
      .filter((event) => isNear(level, event, EVENT_LAG_MS) && !openings.some((at) => isBetween(at, level, event)))
      .map((event) => ({ level, event, distance: Math.abs(millisecondsBetween(level, event)) })),
  );
  const taken = new Set<string>();
  return candidates
    .sort((one, other) =>
      one.distance === other.distance ? (one.level < other.level ? -1 : 1) : one.distance - other.distance,
    )
    .flatMap(({ level, event }) => {
      const names = [`level ${level}`, `event ${event}`];
      if (names.some((name) => taken.has(name))) return [];
      for (const name of names) taken.add(name);
      return [[level, event] as const];
    });
}

function isBetween(at: Timestamp, one: Timestamp, other: Timestamp): boolean {
  return one < other ? at > one && at < other : at > other && at < one;
}
