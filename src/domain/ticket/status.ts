import { isNear, latest, plus, type Timestamp } from '../timestamp';
import { type Mark, type MarkType, type TicketLevel, type TicketState } from './state';

/** Gorgias wakes snoozed tickets by a job of its own: right after the moment one may still look closed, and not be. */
const WAKE_GRACE_MS = 60_000;

/** Snoozing and the closing that is reported with it are one cause: their events were recorded within milliseconds. */
export const SAME_CAUSE_MS = 500;

/** How the ticket stands, by all that is known. */
export type Status =
  | { readonly phase: 'unknown' | 'spam' | 'trashed' | 'deleted' }
  | { readonly phase: 'open' | 'closed'; readonly by: 'level' | 'event' }
  /** `until` null: only the event was seen, the ticket must be read to know. */
  | { readonly phase: 'snoozed'; readonly until: Timestamp | null }
  | { readonly phase: 'merged'; readonly into: number };

/** What a read shows. Gorgias reports a snoozed ticket as closed, with a date in the future. */
export function levelPhase(level: TicketLevel): 'open' | 'snoozed' | 'closed' {
  if (level.status !== 'closed') return 'open';
  return level.snoozedUntil !== null && level.readAt < plus(level.snoozedUntil, WAKE_GRACE_MS) ? 'snoozed' : 'closed';
}

/** When a ticket snoozed until then can be read and will tell the truth. */
export function awakeAt(snoozedUntil: Timestamp): Timestamp {
  return plus(snoozedUntil, WAKE_GRACE_MS);
}

export function statusOf(state: TicketState): Status {
  const { mergedInto, level } = state;
  if (mergedInto !== null && !wasReadAfter(level, mergedInto.readAt))
    return { phase: 'merged', into: mergedInto.ticketId };
  if (isDeleted(state)) return { phase: 'deleted' };
  if (holds(state, level?.spam ?? false, { on: 'ticket-marked-spam', off: 'ticket-unmarked-spam' }))
    return { phase: 'spam' };
  const isTrashed = level !== null && level.trashedAt !== null;
  if (holds(state, isTrashed, { on: 'ticket-trashed', off: 'ticket-untrashed' })) return { phase: 'trashed' };
  return statusByLevel(state);
}

/** Whose ticket it is; null while unknown, or when it has no customer. */
export function customerOf({ level, movedTo }: TicketState): number | null {
  return movedTo !== null && isNewerThan(level, movedTo) ? movedTo.customerId : (level?.customerId ?? null);
}

/** Deleting cannot be undone, so the event is final. A 404 is believed until a later read finds the ticket. */
function isDeleted({ marks, notFoundAt, level }: TicketState): boolean {
  return marks['ticket-deleted'] !== undefined || (notFoundAt !== null && !wasReadAfter(level, notFoundAt));
}

/** Gorgias does not have it, and neither a read nor the feed has ever shown it: it may never have been. */
export function isUnheardOf({ notFoundAt, mergedInto, level, survey, marks, history }: TicketState): boolean {
  if (notFoundAt === null || level !== null || mergedInto !== null || survey !== null) return false;
  return (
    Object.keys(marks).length === 0 &&
    Object.values<readonly Timestamp[]>({ ...history }).every((times) => times.length === 0)
  );
}

/** What is said of one that is not in Gorgias: an answer of 404 does not tell why. */
export function unheardOfText(ticketId: number): string {
  return `Gorgias has no ticket ${String(ticketId)} (404): it was deleted, or never was`;
}

function statusByLevel({ level, marks }: TicketState): Status {
  const event = newestOf(marks, ['ticket-closed', 'ticket-reopened', 'ticket-snoozed', 'ticket-self-unsnoozed']);
  if (event !== null && isNewerThan(level, event.mark)) return statusByEvent(marks, event);
  if (level === null) {
    return marks['ticket-created'] === undefined ? { phase: 'unknown' } : { phase: 'open', by: 'event' };
  }
  const phase = levelPhase(level);
  return phase === 'snoozed' ? { phase, until: level.snoozedUntil } : { phase, by: 'level' };
}

function statusByEvent(marks: TicketState['marks'], { type, mark }: NewestMark): Status {
  const snoozed = marks['ticket-snoozed'];
  const isSnooze =
    type === 'ticket-snoozed' ||
    (type === 'ticket-closed' && snoozed !== undefined && isNear(snoozed.at, mark.at, SAME_CAUSE_MS));
  if (isSnooze) return { phase: 'snoozed', until: null };
  return { phase: type === 'ticket-closed' ? 'closed' : 'open', by: 'event' };
}

function holds(
  { level, marks }: TicketState,
  byLevel: boolean,
  types: { readonly on: MarkType; readonly off: MarkType },
): boolean {
  const event = newestOf(marks, [types.on, types.off]);
  return event !== null && isNewerThan(level, event.mark) ? event.type === types.on : byLevel;
}

interface NewestMark {
  readonly type: MarkType;
  readonly mark: Mark;
}

function newestOf(marks: TicketState['marks'], types: readonly MarkType[]): NewestMark | null {
  return types.reduce<NewestMark | null>((newest, type) => {
    const mark = marks[type];
    if (mark === undefined) return newest;
    const isNewer =
      newest === null || mark.at > newest.mark.at || (mark.at === newest.mark.at && mark.id > newest.mark.id);
    return isNewer ? { type, mark } : newest;
  }, null);
}

/** A read shows everything that happened before it; only a later event knows more. */
function isNewerThan(level: TicketLevel | null, mark: Mark): boolean {
  return level === null || mark.at > latest(level.readAt, level.updatedAt);
}

function wasReadAfter(level: TicketLevel | null, at: Timestamp): boolean {
  return level !== null && level.readAt > at;
}
