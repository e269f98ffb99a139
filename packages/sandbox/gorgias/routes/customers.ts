import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { type CustomerRecord } from '../../world/records';
import { type GorgiasContext } from '../context';
import { badRequest, notFound, errorReply, Refused } from '../errors';
import { timePage } from '../pages';
import { checkParameters, readListQuery } from '../query';
import { customerDetail, customerRow, channelsOf } from '../views/customer';
import { fieldRow } from '../views/rows';

const filters = ['email', 'external_id', 'name', 'language', 'timezone', 'view_id', 'channel_type', 'channel_address'];

export function listCustomers({ world, cursors }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, { orders: ['created_datetime', 'updated_datetime'], filters });
  const byUpdated = list.field === 'updated_datetime';
  return timePage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    rows: byUpdated ? world.state.customersByUpdated : world.state.customersByCreated,
    timeOf: (row) => (byUpdated ? row.updatedUs : row.createdUs),
    accepts: filters.some((name) => query.has(name)) ? (row) => passes(row, query) : undefined,
    view: customerRow,
  });
}

function passes(row: CustomerRecord, query: URLSearchParams): boolean {
  const is = (name: string, value: string | null): boolean => query.get(name) === null || query.get(name) === value;
  const email = query.get('email')?.toLowerCase();
  return (
    (email === undefined || row.email?.toLowerCase() === email) &&
    is('external_id', row.externalId) &&
    is('name', row.name) &&
    is('language', row.language) &&
    is('timezone', row.timezone) &&
    hasChannel(row, query.get('channel_type'), query.get('channel_address'))
  );
}

function hasChannel(row: CustomerRecord, type: string | null, address: string | null): boolean {
  if (type === null && address === null) return true;
  return channelsOf(row).some(
    (channel) => (type === null || channel['type'] === type) && (address === null || channel['address'] === address),
  );
}

/** @throws Refused with 301 to the survivor of a merge, or 404. */
function findCustomer({ world, origin }: GorgiasContext, id: number, rest = ''): CustomerRecord {
  const survivor = world.state.mergedCustomers.get(id);
  if (survivor !== undefined) {
    // Not established which form Location has: both are sent (gorgias-api.md 15).
    const base = id % 2 === 0 ? '' : origin();
    throw new Refused({ status: 301, headers: { location: `${base}/api/customers/${survivor}/${rest}` } });
  }
  const customer = world.state.customers.get(id);
  if (customer === undefined) throw notFound();
  return customer;
}

export function getCustomer(context: GorgiasContext, { query }: SandboxRequest, id: number): Reply {
  checkParameters(query, ['relationships']);
  const wanted = query.getAll('relationships');
  if (wanted.some((name) => name !== 'custom_fields')) throw badRequest('relationships', 'Not a valid choice.');
  return { status: 200, json: customerDetail(findCustomer(context, id), wanted.length > 0) };
}

export function getCustomFieldValues(context: GorgiasContext, { query }: SandboxRequest, id: number): Reply {
  checkParameters(query, []);
  const { fields } = findCustomer(context, id, 'custom-fields');
  const data = context.world.customFields
    .filter((definition) => fields[definition.id] !== undefined)
    .map((definition) => ({ field: fieldRow(definition), value: fields[definition.id] }));
  // The official page shows a bare array, the recording an envelope (gorgias-api.md 3.3).
  return { status: 200, json: context.older ? data : { data } };
}

const customerBody = z.looseObject({
  email: z.string().nullable().optional(),
  name: z.string().nullable().optional(),
  external_id: z.string().nullable().optional(),
  note: z.string().nullable().optional(),
});

function readBody(body: unknown): z.output<typeof customerBody> {
  const parsed = customerBody.safeParse(body);
  if (!parsed.success) throw badRequest('_schema', 'Invalid input type.');
  return parsed.data;
}

/** 201 in the docs, 200 as recorded; an address that is taken is 409 (gorgias-api.md 3.5). */
export function postCustomer(context: GorgiasContext, request: SandboxRequest): Reply {
  const { email, name, external_id: externalId, note } = readBody(request.body);
  refuseTaken(context, email, null);
  const id = context.world.change({ do: 'createCustomer', email, name, externalId, note });
  return { status: 201, json: customerDetail(findCustomer(context, id), true), effective: true };
}

export function putCustomer(context: GorgiasContext, request: SandboxRequest, id: number): Reply {
  const { email, name, external_id: externalId, note } = readBody(request.body);
  findCustomer(context, id);
  refuseTaken(context, email, id);
  context.world.change({ do: 'updateCustomer', customerId: id, name, externalId, note });
  if (email !== undefined) context.world.change({ do: 'setEmail', customerId: id, email });
  return { status: 200, json: customerDetail(findCustomer(context, id), true), effective: true };
}

function refuseTaken({ world }: GorgiasContext, email: string | null | undefined, byOther: number | null): void {
  if (email === null || email === undefined) return;
  for (const row of world.customers.values()) {
    if (row.id !== byOther && row.email?.toLowerCase() === email.toLowerCase()) {
      throw new Refused(errorReply(409, 'The resource already exists.'));
    }
  }
}
