import { type Timestamp } from '../domain/records';

const DATE_TIME =
  /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d{1,9}))?(?:[Zz]|(?<offset>[+-]\d{2}:?\d{2}))?$/;

/**
 * A datetime as Gorgias has sent it over the years, in the one form that the connector keeps (`2026-08-26T18:39:33.916276Z`).
 * Accepts `T` or a space, 0 to 6 decimals (more are cut), `Z`, an offset or nothing, which means UTC. Null for anything else.
 *
 * Not by way of `Date`, which drops the microseconds that order the rows of a page.
 */
export function normaliseTimestamp(raw: string): Timestamp | null {
  const parts = DATE_TIME.exec(raw)?.groups;
  if (parts === undefined) return null;
  const written = `${parts['day'] ?? ''}T${parts['time'] ?? ''}`;
  const seconds = secondsOf(written, offsetMinutes(parts['offset']));
  const fraction = (parts['fraction'] ?? '').padEnd(6, '0').slice(0, 6);
  return seconds === null ? null : `${seconds}.${fraction}Z`;
}

function secondsOf(written: string, offset: number | null): string | null {
  const local = Date.parse(`${written}Z`);
  // `Date` rolls 30 February over into March; what does not come back as it was written is no date.
  if (offset === null || Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== written) return null;
  const utc = new Date(local - offset * 60_000).toISOString();
  return utc.length === 24 ? utc.slice(0, 19) : null;
}

function offsetMinutes(offset: string | undefined): number | null {
  if (offset === undefined) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
