/** How Postgres' text forms become values: by type oid. */
export const TYPE_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: parseBigint,
  1082: (text) => text,
  1184: parseTimestamptz,
};

/** `2026-08-26 20:39:33.9+02` -> `2026-08-26T18:39:33.900000Z`: no microsecond is lost and strings compare as times do. */
function parseTimestamptz(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d)(?::?(\d\d))?$/.exec(text);
  if (parts === null) throw new RangeError('a timestamptz that is not an ordinary date');
  const [, date = '', time = '', fraction = '', hours = '', minutes = '00'] = parts;
  const whole = new Date(`${date}T${time}${hours}:${minutes}`).toISOString().slice(0, 19);
  return `${whole}.${fraction.padEnd(6, '0')}Z`;
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53');
  return value;
}

/** Rows for `jsonb_to_recordset`. Postgres stores neither NUL nor half a surrogate pair, and vendors send both. */
export function jsonRows(rows: readonly unknown[]): string {
  const json = JSON.stringify(rows);
  return /\\u(?:0000|d[89a-f])/i.test(json) ? JSON.stringify(rows, (_key, value: unknown) => storable(value)) : json;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), inner]));
}
