/** Microseconds since 1970: what Gorgias' datetimes resolve to. Exact in a double until the year 2255. */
export type Micros = number;

export const MS = 1_000;
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2026-08-26T18:39:33.916276`; a whole second has no fraction, as in the recorded answers. */
export function formatMicros(us: Micros): string {
  const seconds = new Date(Math.floor(us / MS)).toISOString().slice(0, 19);
  const fraction = us % SECOND;
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(6, '0')}`;
}

/** The spelling on the wire, with the offset that Gorgias writes. */
export function wireTime(us: Micros | null): string | null {
  return us === null ? null : `${formatMicros(us)}+00:00`;
}

const shape = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})?$/;

/** Null when the text is not a datetime. No offset means UTC. */
export function parseMicros(text: string): Micros | null {
  const parts = shape.exec(text);
  if (parts === null) return /^\d{4}-\d{2}-\d{2}$/.test(text) ? wholeMicros(Date.parse(`${text}T00:00:00Z`)) : null;
  const seconds = Date.parse(`${parts[1] ?? ''}T${parts[2] ?? ''}${parts[4] ?? 'Z'}`);
  if (Number.isNaN(seconds)) return null;
  return seconds * MS + Number((parts[3] ?? '').padEnd(6, '0'));
}

function wholeMicros(ms: number): Micros | null {
  return Number.isNaN(ms) ? null : ms * MS;
}

/** `2026-09-29T19:35:07.206+02:00`: Brevo writes times in the account's own offset, not in UTC (brevo-api.md 4.4). */
export function offsetTime(ms: number, utcOffset: string): string {
  const parts = /^([+-])(\d{2}):(\d{2})$/.exec(utcOffset);
  if (parts === null) throw new Error(`utcOffset ${utcOffset} is not like +02:00`);
  const minutes = (Number(parts[2]) * 60 + Number(parts[3])) * (parts[1] === '-' ? -1 : 1);
  return `${new Date(ms + minutes * 60_000).toISOString().slice(0, -1)}${utcOffset}`;
}
