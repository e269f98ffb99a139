import { timestamp } from '../../domain/timestamp';

/** How Postgres' text forms become values: by type oid. */
export const TYPE_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: parseBigint,
  1082: (text) => text,
  1184: timestamp,
};

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53');
  return value;
}

/** Rows for `jsonb_to_recordset`. */
export function jsonRows(rows: readonly unknown[]): string {
  return jsonText(rows);
}

/** For a jsonb parameter. Postgres stores neither NUL nor half a surrogate pair, and vendors send both. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/i.test(json) ? JSON.stringify(value, (_key, inner: unknown) => storable(inner)) : json;
}

/** A parameter of a statement, without what Postgres refuses as text: whoever asks for such a name finds nothing. */
export function parameter(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  return Array.isArray(value) ? value.map((item: unknown) => parameter(item)) : value;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), inner]));
}

/**
 * The row of a statement that always answers with one.
 * @throws Error when it did not: the statement is wrong.
 */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('a statement that answers with one row answered with none');
  return row;
}
