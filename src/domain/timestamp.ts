declare const brand: unique symbol;

/**
 * A moment in the one form that the connector keeps: ISO, UTC, six digits (`2026-08-26T18:39:33.916276Z`), so that `<` on the text compares
 * the times. Made only here; in JSON and in histories it is the plain text.
 */
export type Timestamp = string & { readonly [brand]: 'Timestamp' };

/** Length of `2026-08-26T18:39:33.916`; the microseconds follow. */
const TO_MILLISECONDS = 23;

const DATE_TIME =
  /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d{1,9}))?(?:[Zz]|(?<offset>[+-]\d{2}(?::?\d{2})?))?$/;

/**
 * A datetime as Gorgias has sent it over the years, as Postgres writes it or as a caller of the API gives it. Accepts `T` or a space, 0 to 6
 * decimals (more are cut), `Z`, an offset or nothing, which means UTC. Null for anything else, a date without a time too.
 *
 * Not by way of `Date`, which drops the microseconds that order the rows of a page.
 */
export function readTimestamp(raw: string): Timestamp | null {
  const parts = DATE_TIME.exec(raw)?.groups;
  if (parts === undefined) return null;
  const written = `${parts['day'] ?? ''}T${parts['time'] ?? ''}`;
  const seconds = secondsOf(written, offsetMinutes(parts['offset']));
  const fraction = (parts['fraction'] ?? '').padEnd(6, '0').slice(0, 6);
  return seconds === null ? null : canonical(`${seconds}.${fraction}Z`);
}

/** @throws RangeError for what {@link readTimestamp} doesn't read; the text is not in its message: it may be a person's. */
export function timestamp(text: string): Timestamp {
  const read = readTimestamp(text);
  if (read === null) throw new RangeError('not a datetime');
  return read;
}

/** @param at As clocks give it: a date, or milliseconds since 1970. @throws RangeError for an invalid date. */
export function timestampOf(at: Date | number): Timestamp {
  return canonical(`${new Date(at).toISOString().slice(0, TO_MILLISECONDS)}000Z`);
}

/** The moment `ms` later, with its microseconds kept. */
export function plus(at: Timestamp, ms: number): Timestamp {
  const moved = new Date(Math.floor(microseconds(at) / 1000) + ms).toISOString();
  return canonical(`${moved.slice(0, TO_MILLISECONDS)}${at.slice(TO_MILLISECONDS)}`);
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

/** Microseconds since 1970, a whole number. */
export function microseconds(at: Timestamp): number {
  return Date.parse(`${at.slice(0, TO_MILLISECONDS)}Z`) * 1000 + Number(at.slice(TO_MILLISECONDS, -1));
}

/** The moment that {@link microseconds} gave the number of. */
export function atMicroseconds(sum: number): Timestamp {
  const ms = Math.floor(sum / 1000);
  const moved = new Date(ms).toISOString();
  return canonical(`${moved.slice(0, TO_MILLISECONDS)}${String(sum - ms * 1000).padStart(3, '0')}Z`);
}

/** Postgres knows no year 0; and what is reckoned from a moment, a week or a year later, must be one that can be written, too. */
const FIRST = '0001-01-01';
const LAST = '9000-01-01';

function secondsOf(written: string, offset: number | null): string | null {
  const local = Date.parse(`${written}Z`);
  // `Date` rolls 30 February over into March; what does not come back as it was written is no date.
  if (offset === null || Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== written) return null;
  const utc = new Date(local - offset * 60_000).toISOString();
  return utc >= FIRST && utc < LAST ? utc.slice(0, 19) : null;
}

function offsetMinutes(offset: string | undefined): number | null {
  if (offset === undefined) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function canonical(text: string): Timestamp {
  return text as Timestamp;
}
