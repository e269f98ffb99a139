import { type Micros } from '../time';

export interface Position {
  readonly us: Micros;
  readonly id: number;
}

export interface Slice<Row> {
  readonly descending: boolean;
  readonly limit: number;
  /** Rows strictly beyond this place, in the direction of reading. */
  readonly after: Position | null;
  readonly accepts?: ((row: Row) => boolean) | undefined;
  /** Both included. */
  readonly from?: Micros | undefined;
  readonly to?: Micros | undefined;
}

/**
 * Rows in the order of one datetime, then id. A row that moves leaves its old place behind as a stale one and is appended again, so that
 * a page costs its own length and nothing is ever sorted twice.
 */
export interface OrderedRows<Row> {
  append(row: Row): void;
  slice(request: Slice<Row>): Row[];
}

interface Place<Row> {
  readonly us: Micros;
  readonly row: Row;
}

export interface OrderedOptions<Row> {
  readonly rows: Iterable<Row>;
  readonly timeOf: (row: Row) => Micros;
  readonly isListed?: (row: Row) => boolean;
}

export function createOrderedRows<Row extends { readonly id: number }>(options: OrderedOptions<Row>): OrderedRows<Row> {
  const { timeOf, isListed = () => true } = options;
  const isCurrent = ({ us, row }: Place<Row>): boolean => timeOf(row) === us && isListed(row);
  let places: Place<Row>[] = Array.from(options.rows, (row) => ({ us: timeOf(row), row }));
  places.sort((one, other) => inOrder(one, { us: other.us, id: other.row.id }));
  let sizeToCompact = places.length * 2 + 1_000;

  /** First index whose place is not before `position`; with `past`, the first that is after it. */
  const boundary = ({ us, id }: Position, past: boolean): number => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const place = places[middle];
      const order = place === undefined ? 0 : inOrder(place, { us, id });
      if (order < 0 || (past && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const startOf = ({ descending, after, from, to }: Slice<Row>): number => {
    if (descending) {
      const top = to === undefined ? places.length : boundary({ us: to, id: Number.MAX_SAFE_INTEGER }, true);
      return Math.min(top, after === null ? places.length : boundary(after, false)) - 1;
    }
    const bottom = from === undefined ? 0 : boundary({ us: from, id: -1 }, false);
    return Math.max(bottom, after === null ? 0 : boundary(after, true));
  };
  return {
    append: (row) => {
      places.push({ us: timeOf(row), row });
      if (places.length <= sizeToCompact) return;
      places = places.filter(isCurrent);
      sizeToCompact = places.length * 2 + 1_000;
    },
    slice: (request) => {
      const rows: Row[] = [];
      const step = request.descending ? -1 : 1;
      for (let index = startOf(request); rows.length < request.limit; index += step) {
        const place = places[index];
        if (place === undefined) break;
        if (request.from !== undefined && place.us < request.from) break;
        if (request.to !== undefined && place.us > request.to) break;
        if (isCurrent(place) && (request.accepts?.(place.row) ?? true)) rows.push(place.row);
      }
      return rows;
    },
  };
}

function inOrder<Row extends { readonly id: number }>({ us, row }: Place<Row>, other: Position): number {
  return us === other.us ? row.id - other.id : us - other.us;
}
