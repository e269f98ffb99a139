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

/**
 * The row of a statement that always answers with one.
 * @throws Error when it did not: the statement is wrong.
 */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('a statement that answers with one row answered with none');
  return row;
}
