import { type Timestamp, timestampOf } from '../timestamp';

/** A stretch of time, `to` not included. */
export interface Period {
  readonly from: Timestamp;
  readonly to: Timestamp;
}

const A_DAY_MS = 86_400_000;
const A_WEEK_MS = 7 * A_DAY_MS;
/** 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * A_DAY_MS;
/** Of a shop with five million tickets: some thousand rows. */
const PART_DAYS = 3;

/** A stretch of time, `to` not included; null: it has no end. */
export interface OpenPeriod {
  readonly from: Timestamp;
  readonly to: Timestamp | null;
}

export type PeriodUnit = 'day' | 'week';

/** The period in parts of so many days at most, oldest first: what one statement counts does not grow with what is asked for. */
export function partsOf({ from, to }: Period, days = PART_DAYS): readonly Period[] {
  const end = Date.parse(to);
  const partMs = days * A_DAY_MS;
  const parts: Period[] = [];
  for (let start = from, at = Date.parse(from); at < end; at += partMs) {
    const last = at + partMs >= end;
    const next = last ? to : timestampOf(at + partMs);
    parts.push({ from: start, to: next });
    start = next;
  }
  return parts;
}

/**
 * As {@link partsOf} until `to`, which is now, and the newest first. The newest part has no end: what a clock ahead of ours has written is in
 * it, and what moves to a later time while the parts are asked for moves into one that was asked for already, so that nothing is counted twice.
 */
export function partsSince({ from, to }: Period, days = PART_DAYS): readonly OpenPeriod[] {
  const [newest = { from }, ...older] = [...partsOf({ from, to }, days)].reverse();
  return [{ from: newest.from, to: null }, ...older];
}

/** The day, or the Monday of the week, in which the moment lies, by UTC: `2026-11-23`. */
export function beginningOf(at: string, unit: PeriodUnit): string {
  const ms = Date.parse(at);
  const day = ms - (ms % A_DAY_MS);
  const start = unit === 'day' ? day : day - ((day - FIRST_MONDAY_MS) % A_WEEK_MS);
  return new Date(start).toISOString().slice(0, 10);
}

/** Each day, or Monday, that the period touches, oldest first. */
export function beginningsIn({ from, to }: Period, unit: PeriodUnit): readonly string[] {
  const step = unit === 'day' ? A_DAY_MS : A_WEEK_MS;
  const beginnings: string[] = [];
  for (let at = Date.parse(beginningOf(from, unit)); at < Date.parse(to); at += step) {
    beginnings.push(new Date(at).toISOString().slice(0, 10));
  }
  return beginnings;
}
