import { type Reply, type SandboxRequest } from '../../http/types';
import { parseMicros, type Micros } from '../../time';
import { type FeedRecord } from '../../world/records';
import { type GorgiasContext } from '../context';
import { badRequest } from '../errors';
import { timePage } from '../pages';
import { readInt, readListQuery } from '../query';
import { eventRow } from '../views/rows';

const bounds = ['gt', 'gte', 'lt', 'lte'].map((name) => `created_datetime[${name}]`);
const filters = ['object_type', 'object_id', 'user_ids', 'types', ...bounds];

/** The only list with a date filter, and the change feed (gorgias-api.md 3.18). */
export function listEvents({ world, cursors }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, { orders: ['created_datetime'], filters });
  const accepts = acceptor(query);
  const from = Math.max(readBound(query, 'gte') ?? 0, (readBound(query, 'gt') ?? -1) + 1);
  const to = Math.min(
    readBound(query, 'lte') ?? Number.MAX_SAFE_INTEGER,
    (readBound(query, 'lt') ?? Number.MAX_SAFE_INTEGER) - 1,
  );
  return timePage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    rows: { append: () => undefined, slice: (request) => world.state.feed.slice(request) },
    timeOf: ({ us }) => us,
    accepts,
    from,
    to,
    view: eventRow,
  });
}

function readBound(query: URLSearchParams, name: string): Micros | null {
  const text = query.get(`created_datetime[${name}]`);
  if (text === null) return null;
  const us = parseMicros(text);
  if (us === null) throw badRequest('created_datetime', 'Not a valid datetime.');
  return us;
}

function acceptor(query: URLSearchParams): ((row: FeedRecord) => boolean) | undefined {
  const types = query.getAll('types');
  const objectType = query.get('object_type');
  const objectId = readInt(query, 'object_id');
  const userIds = query.getAll('user_ids');
  if (objectType !== null && objectId === null)
    throw badRequest('object_id', 'Must be provided along with object_type.');
  if (userIds.length > 1) throw badRequest('user_ids', 'Longer than maximum length 1.');
  if (types.length === 0 && objectType === null && objectId === null && userIds.length === 0) return undefined;
  return (row) =>
    (types.length === 0 || types.includes(row.type)) &&
    (objectType === null || row.objectType === objectType) &&
    (objectId === null || row.objectId === objectId) &&
    (userIds.length === 0 || userIds.includes(String(row.userId)));
}
