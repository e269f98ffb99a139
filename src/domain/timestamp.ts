import { type Timestamp } from './records';

/** Length of `2026-08-26T18:39:33.916`; the microseconds follow. */
const TO_MILLISECONDS = 23;

/** @param at As clocks give it: a date, or milliseconds since 1970. */
export function timestampOf(at: Date | number): Timestamp {
  return `${new Date(at).toISOString().slice(0, TO_MILLISECONDS)}000Z`;
}

/** The moment `ms` later, with its microseconds kept. */
export function plus(at: Timestamp, ms: number): Timestamp {
  const moved = new Date(Math.floor(microseconds(at) / 1000) + ms).toISOString();
  return `${moved.slice(0, TO_MILLISECONDS)}${at.slice(TO_MILLISECONDS)}`;
}

/** Milliseconds from one moment to the other, with decimals; negative when `to` comes first. */
export function millisecondsBetween(from: Timestamp, to: Timestamp): number {
  return (microseconds(to) - microseconds(from)) / 1000;
}

/** Whole minutes from one moment to the other, as `resolution_time` is told; none is negative. */
export function minutesBetween(from: Timestamp, to: Timestamp): number {
  return Math.max(0, Math.round(millisecondsBetween(from, to) / 60_000));
}

export function isNear(one: Timestamp, other: Timestamp, withinMs: number): boolean {
  return Math.abs(millisecondsBetween(one, other)) <= withinMs;
}

export function latest(one: Timestamp, other: Timestamp): Timestamp {
  return one > other ? one : other;
}

function microseconds(at: Timestamp): number {
  return Date.parse(`${at.slice(0, TO_MILLISECONDS)}Z`) * 1000 + Number(at.slice(TO_MILLISECONDS, -1));
}
