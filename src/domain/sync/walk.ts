import { ConnectorError } from '../errors/connector-error';
import type { Timestamp } from '../timestamp';

/**
 * Where a walk through one of Gorgias' cursor lists stands. A list is walked oldest first, so that a row that changes meanwhile moves
 * ahead of us and is met again, never skipped. When a cursor expires, the rest is read from the newest row backwards down to the last
 * committed position, and then what changed meanwhile is caught up the same way.
 */
export interface Walk {
  readonly direction: 'asc' | 'desc';
  readonly cursor: string | null;
  /** An earlier cursor of this pass: a page that names it again has led back there, whatever its rows' dates. Missing: none yet. */
  readonly anchor?: Anchor | undefined;
  /** Sort value of the first row of the walk: with the others it tells roughly how far the walk is. */
  readonly first: Timestamp | null;
  /** Sort value of the last row committed in the ascending pass. */
  readonly position: Timestamp | null;
  /** Sort value of the last row committed in the current descending pass. */
  readonly reached: Timestamp | null;
  /** A descending pass ends at the first row that is older than this. */
  readonly floor: Timestamp | null;
  /** When the current pass began; the catch-up pass reads down to here. */
  readonly passStartedAt: Timestamp;
  /** True in the pass that reads what changed during the pass before it. */
  readonly catchingUp: boolean;
  readonly restarts: number;
  readonly emptyInARow: number;
  /** Pages read behind {@link passStartedAt}: a busy account could be chased for ever. */
  readonly tailPages: number;
  readonly pages: number;
  readonly rows: number;
  readonly done: boolean;
}

/**
 * Kept for so many pages, and then the newest cursor for twice as many (Brent's way to find a cycle): one cursor is enough to notice a circle of
 * any length, after at most about three times the pages that it is long and that came before it.
 */
interface Anchor {
  readonly cursor: string;
  readonly age: number;
  readonly lasts: number;
}

export interface WalkedPage {
  /**
   * `created_datetime` or `updated_datetime` of all rows that came, in the order of the answer. Null: the row does not tell, or cannot be read; it
   * says nothing of where the list stands.
   */
  readonly sortValues: readonly (Timestamp | null)[];
  readonly nextCursor: string | null;
}

const MAX_EMPTY_PAGES = 10;
const MAX_TAIL_PAGES = 20;
const MAX_RESTARTS = 10;

/** A complete walk, or with `since` one that reads from the newest row back to that moment. */
export function startWalk(startedAt: Timestamp, since: Timestamp | null = null): Walk {
  return {
    direction: since === null ? 'asc' : 'desc',
    cursor: null,
    first: null,
    position: null,
    reached: null,
    floor: since,
    passStartedAt: startedAt,
    catchingUp: false,
    restarts: 0,
    emptyInARow: 0,
    tailPages: 0,
    pages: 0,
    rows: 0,
    done: false,
  };
}

/**
 * The walk after a page. Throws `gorgias.cursor_loop` when the list turns back, repeats a cursor or goes on without rows; nothing is
 * lost then, the committed walk stays where it was.
 */
export function advance(walk: Walk, sent: WalkedPage): Walk {
  const page = placed(sent);
  refuseLoop(walk, page);
  const counted = {
    ...walk,
    first: walk.first ?? page.sortValues[0] ?? null,
    cursor: page.nextCursor,
    anchor: anchorAfter(walk.anchor, page.nextCursor),
    pages: walk.pages + 1,
    rows: walk.rows + page.received,
    emptyInARow: page.received === 0 ? walk.emptyInARow + 1 : 0,
  };
  return walk.direction === 'asc' ? advanceUp(counted, page) : advanceDown(counted, page);
}

function anchorAfter(anchor: Anchor | undefined, cursor: string | null): Anchor | undefined {
  if (cursor === null) return undefined;
  if (anchor === undefined) return { cursor, age: 0, lasts: 1 };
  return anchor.age < anchor.lasts ? { ...anchor, age: anchor.age + 1 } : { cursor, age: 0, lasts: 2 * anchor.lasts };
}

/** A page by the rows that tell where they stand. */
interface PlacedPage {
  readonly sortValues: readonly Timestamp[];
  readonly received: number;
  readonly nextCursor: string | null;
}

function placed({ sortValues, nextCursor }: WalkedPage): PlacedPage {
  return { sortValues: sortValues.flatMap((value) => value ?? []), received: sortValues.length, nextCursor };
}

/**
 * The walk past a row that cannot be fetched, not even alone. No cursor leads over it, so the rest is read from the other end, down to what is
 * committed. When that pass meets one too, it ends there: what lies between the two, the row itself where it is the same, is not read.
 */
export function passBy(walk: Walk, now: Timestamp): Walk {
  return walk.direction === 'asc' ? turned(walk, now) : endOfPass(walk);
}

/** The walk after its cursor was refused. Throws `gorgias.cursor_expired` when that keeps happening. */
export function restart(walk: Walk, now: Timestamp): Walk {
  if (walk.restarts >= MAX_RESTARTS) {
    throw new ConnectorError(
      'gorgias.cursor_expired',
      `Gorgias refused the page cursor ${String(MAX_RESTARTS)} times in one walk`,
      {
        retryAfterMs: 60_000,
      },
    );
  }
  return turned(walk, now);
}

/** From the newest row backwards to what is committed. */
function turned(walk: Walk, now: Timestamp): Walk {
  const floor = walk.direction === 'asc' ? walk.position : walk.floor;
  const passStartedAt = walk.direction === 'asc' ? now : walk.passStartedAt;
  return {
    ...walk,
    direction: 'desc',
    cursor: null,
    anchor: undefined,
    reached: null,
    floor,
    passStartedAt,
    restarts: walk.restarts + 1,
    emptyInARow: 0,
  };
}

function advanceUp(walk: Walk, page: PlacedPage): Walk {
  const position = page.sortValues.at(-1) ?? walk.position;
  const first = page.sortValues[0];
  const tailPages = first !== undefined && first > walk.passStartedAt ? walk.tailPages + 1 : walk.tailPages;
  const done = page.nextCursor === null || tailPages >= MAX_TAIL_PAGES;
  return { ...walk, position, tailPages, done };
}

function advanceDown(walk: Walk, page: PlacedPage): Walk {
  const { floor } = walk;
  const reached = page.sortValues.at(-1) ?? walk.reached;
  const reachedFloor =
    floor !== null && isDescending(page.sortValues) && page.sortValues.some((value) => value < floor);
  return page.nextCursor !== null && !reachedFloor ? { ...walk, reached } : endOfPass({ ...walk, reached });
}

function endOfPass(walk: Walk): Walk {
  // Rows that changed during an interrupted walk jumped to the front, behind our back.
  const needsCatchUp = walk.restarts > 0 && !walk.catchingUp;
  if (!needsCatchUp) return { ...walk, done: true };
  const { passStartedAt: floor } = walk;
  return { ...walk, cursor: null, anchor: undefined, reached: null, floor, catchingUp: true };
}

/**
 * How much of the list's time span lies behind, 0 to 1; null before the first row. A rough measure for a first run, when nobody knows how
 * many rows there are.
 */
export function fractionWalked(walk: Walk): number | null {
  if (walk.done) return 1;
  if (walk.direction === 'desc' || walk.first === null || walk.position === null) return null;
  const span = Date.parse(walk.passStartedAt) - Date.parse(walk.first);
  return span <= 0 ? null : Math.min(1, (Date.parse(walk.position) - Date.parse(walk.first)) / span);
}

function refuseLoop(walk: Walk, page: PlacedPage): void {
  const first = page.sortValues[0];
  const turnedBack = first !== undefined && isBehind(walk, first);
  const sameCursor = page.nextCursor !== null && page.nextCursor === walk.cursor;
  const earlierCursor = page.nextCursor !== null && page.nextCursor === walk.anchor?.cursor;
  const endless = page.received === 0 && page.nextCursor !== null && walk.emptyInARow >= MAX_EMPTY_PAGES;
  const signs = [
    [turnedBack, 'went back in time'],
    [sameCursor, 'gave the same cursor again'],
    [earlierCursor, 'led back to an earlier page'],
    [endless, 'went on without rows'],
  ] as const;
  const found = signs.find(([isSo]) => isSo);
  if (found === undefined) return;
  const [, why] = found;
  throw new ConnectorError('gorgias.cursor_loop', `A Gorgias list ${why} after page ${String(walk.pages)}`);
}

/** True for a row that the current pass has left behind: a list that shows it again goes in circles. */
function isBehind({ direction, position, reached }: Walk, value: Timestamp): boolean {
  if (direction === 'asc') return position !== null && value < position;
  return reached !== null && value > reached;
}

function isDescending(values: readonly Timestamp[]): boolean {
  return values.every((value, index) => index === 0 || value <= (values[index - 1] ?? value));
}
