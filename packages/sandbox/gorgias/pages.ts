import { type Reply } from '../http/types';
import { type Micros, formatMicros, parseMicros } from '../time';
import { type OrderedRows, type Position } from '../world/ordered';
import { type Cursor, type Cursors } from './cursors';
import { badRequest } from './errors';
import { type ListQuery } from './query';

interface PageRequest<Row extends { readonly id: number }> {
  readonly list: ListQuery;
  readonly cursors: Cursors;
  readonly uri: string;
  /** Some envelopes carry `total_resources`, always null (gorgias-api.md 5). */
  readonly withTotal?: boolean;
  readonly view: (row: Row) => unknown;
}

/** A page of a list in the order of a datetime. */
export function timePage<Row extends { readonly id: number }>(
  request: PageRequest<Row> & {
    readonly rows: OrderedRows<Row>;
    readonly timeOf: (row: Row) => Micros;
    readonly accepts?: ((row: Row) => boolean) | undefined;
    readonly from?: Micros | undefined;
    readonly to?: Micros | undefined;
  },
): Reply {
  const { list, timeOf } = request;
  const cursor = list.cursor === null ? null : request.cursors.read(list.cursor);
  const backwards = cursor?.direction === 'prev';
  const found = request.rows.slice({
    descending: backwards ? !list.descending : list.descending,
    limit: list.limit + 1,
    after: cursor === null ? null : positionOf(cursor),
    accepts: request.accepts,
    from: request.from,
    to: request.to,
  });
  return envelope(request, { found, cursor, sortValue: (row) => formatMicros(timeOf(row)) });
}

function positionOf({ value, id }: Cursor): Position {
  const us = typeof value === 'string' ? parseMicros(value) : null;
  if (us === null) throw badRequest('cursor', 'Invalid cursor.');
  return { us, id };
}

/** A page of a short list (tags, users …) that is simply sorted: by name or by creation. */
export function shortPage<Row extends { readonly id: number }>(
  request: PageRequest<Row> & { readonly rows: readonly Row[]; readonly sortValue: (row: Row) => string | number },
): Reply {
  const { list, sortValue } = request;
  const cursor = list.cursor === null ? null : request.cursors.read(list.cursor);
  const descending = cursor?.direction === 'prev' ? !list.descending : list.descending;
  const order = (one: Row, value: string | number, id: number): number => {
    const ahead = sortValue(one) === value ? one.id - id : sortValue(one) < value ? -1 : 1;
    return descending ? -ahead : ahead;
  };
  const found = [...request.rows]
    .sort((one, other) => order(one, sortValue(other), other.id))
    .filter((row) => cursor === null || order(row, cursor.value, cursor.id) > 0)
    .slice(0, list.limit + 1);
  return envelope(request, { found, cursor, sortValue });
}

interface Found<Row> {
  /** One more than asked for, where there is one. */
  readonly found: readonly Row[];
  readonly cursor: Cursor | null;
  readonly sortValue: (row: Row) => string | number;
}

function envelope<Row extends { readonly id: number }>(
  request: PageRequest<Row>,
  { found, cursor, sortValue }: Found<Row>,
): Reply {
  const { list, cursors, uri, withTotal = false, view } = request;
  const hasMore = found.length > list.limit;
  const backwards = cursor?.direction === 'prev';
  const page = backwards ? found.slice(0, list.limit).reverse() : found.slice(0, list.limit);
  const [first, last] = [page[0], page.at(-1)];
  const write = (direction: 'next' | 'prev', row: Row | undefined): string | null =>
    row === undefined ? null : cursors.write({ direction, value: sortValue(row), id: row.id });
  const meta = {
    prev_cursor: (backwards ? hasMore : cursor !== null) ? write('prev', first) : null,
    next_cursor: backwards || hasMore ? write('next', last) : null,
  };
  const data = page.map(view);
  // The recorded envelopes differ in the order of their keys; nobody may rely on it.
  return withTotal
    ? { status: 200, json: { object: 'list', uri, data, meta: { ...meta, total_resources: null } } }
    : { status: 200, json: { data, object: 'list', uri, meta } };
}
