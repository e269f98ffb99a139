import { badRequest } from './errors';

const paging = ['cursor', 'limit', 'order_by'];

/** Refuses parameters that the endpoint doesn't have, as Gorgias does (gorgias-api.md 5). */
export function checkParameters(query: URLSearchParams, allowed: readonly string[]): void {
  for (const name of query.keys()) if (!allowed.includes(name)) throw badRequest(name, 'Unknown field.');
}

export interface ListQuery {
  readonly limit: number;
  readonly field: string;
  readonly descending: boolean;
  readonly cursor: string | null;
}

/**
 * @param orders Sort fields, the default first.
 * @param first The default's direction.
 */
export function readListQuery(
  query: URLSearchParams,
  {
    orders,
    first = 'desc',
    filters = [],
  }: { orders: readonly string[]; first?: 'asc' | 'desc'; filters?: readonly string[] },
): ListQuery {
  checkParameters(query, [...paging, ...filters]);
  const limit = readInt(query, 'limit') ?? 30;
  if (limit < 1 || limit > 100) throw badRequest('limit', 'Must be between 1 and 100.');
  const [field = '', direction = ''] = (query.get('order_by') ?? `${orders[0] ?? ''}:${first}`).split(':');
  if (!orders.includes(field) || !['asc', 'desc'].includes(direction))
    throw badRequest('order_by', 'Not a valid choice.');
  return { limit, field, descending: direction === 'desc', cursor: query.get('cursor') };
}

export function readInt(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(name, 'Not a valid integer.');
  return Number(text);
}

export function readBoolean(query: URLSearchParams, name: string): boolean | null {
  const text = query.get(name);
  if (text === null) return null;
  if (text !== 'true' && text !== 'false') throw badRequest(name, 'Not a valid boolean.');
  return text === 'true';
}
