import { IDS_AT_ONCE, inParts } from '../database/parts';
import type { Db } from '../database/connection';

/** Whom an erasure or an export is about. */
export interface Scope {
  /** The one that was asked for first; then the others of the same customers: of now, and those that they have left. */
  readonly emailKeys: readonly string[];
  /** Customers of Gorgias with these addresses, and those that were merged into them. */
  readonly customerIds: readonly number[];
  /** Lowest first. */
  readonly ticketIds: readonly number[];
  /** Campaigns that programs asked for. */
  readonly requestIds: readonly string[];
}

/** @param known Addresses, and customers who are the person whatever address they are known by here. */
export async function scopeOf(
  db: Db,
  account: string,
  known: { readonly emailKeys: readonly string[]; readonly customerIds: readonly number[] },
): Promise<Scope> {
  let emailKeys = [...new Set(known.emailKeys)];
  for (;;) {
    const customerIds = await ids(db, CUSTOMERS, [account, emailKeys, [...known.customerIds]]);
    const others = await db.query<{ emailKey: string }>(ADDRESSES, [account, customerIds]);
    const wider = [...new Set([...emailKeys, ...others.map(({ emailKey }) => emailKey)])];
    // Somebody else of the same address is the person, too, with what they had before.
    if (wider.length === emailKeys.length)
      return { emailKeys, customerIds, ...(await ticketsOf(db, account, { emailKeys, customerIds })) };
    emailKeys = wider;
  }
}

/** The tickets of these customers, and what programs asked for about them. */
export async function ticketsOf(
  db: Db,
  account: string,
  { emailKeys, customerIds }: Pick<Scope, 'emailKeys' | 'customerIds'>,
): Promise<Pick<Scope, 'ticketIds' | 'requestIds'>> {
  const ticketIds = await idsOfTickets(db, account, customerIds);
  const requestIds = new Set<string>();
  const keep = (rows: readonly { readonly id: string }[]): void => rows.forEach(({ id }) => requestIds.add(id));
  keep(await db.query<{ id: string }>(REQUESTS_OF_ADDRESSES, [account, [...emailKeys]]));
  for (const part of inParts(ticketIds)) keep(await db.query<{ id: string }>(REQUESTS_OF_TICKETS, [account, part]));
  return { ticketIds, requestIds: [...requestIds].sort() };
}

/** In each statement so many tickets as take a moment, also of a marketplace's address and of one with many customers. Lowest first. */
async function idsOfTickets(db: Db, account: string, customerIds: readonly number[]): Promise<readonly number[]> {
  const found: number[] = [];
  let left: readonly Place[] = customerIds.map((customerId) => ({ customerId, at: 'infinity', id: LAST }));
  while (left.length > 0) {
    const [some, rest] = [left.slice(0, CUSTOMERS_AT_ONCE), left.slice(CUSTOMERS_AT_ONCE)];
    const each = Math.floor(IDS_AT_ONCE / some.length);
    const rows = await db.query<Place>(TICKETS, [
      account,
      some.map(({ customerId }) => customerId),
      some.map(({ at }) => at),
      some.map(({ id }) => id),
      each,
    ]);
    found.push(...rows.map(({ id }) => id));
    const more = some.flatMap(({ customerId }) => rows.filter((row) => row.customerId === customerId)[each - 1] ?? []);
    left = [...more, ...rest];
  }
  return found.sort((one, other) => one - other);
}

/** Where the tickets of a customer were read to, newest first. */
interface Place {
  readonly customerId: number;
  readonly at: string;
  readonly id: number;
}

const CUSTOMERS_AT_ONCE = 50;
const LAST = Number.MAX_SAFE_INTEGER;

async function ids(db: Db, sql: string, params: readonly unknown[]): Promise<number[]> {
  return (await db.query<{ id: number }>(sql, params)).map(({ id }) => id);
}

/** SQL: somebody else has this address now; who had it before has left it to them. */
const isTaken = (emailKey: string, but = 'array[]::bigint[]'): string => `exists (
  select 1 from customers where account = $1 and email_key = ${emailKey} and deleted_at is null and merged_into is null and id <> all(${but}))`;

// Whoever had the address before is the person, too, unless it is another's by now.
const CUSTOMERS = `with own as (
    select id from customers where account = $1 and email_key = any($2::text[]) union select unnest($3::bigint[])
    union select customer_id from former_addresses f
      where account = $1 and email_key = any($2::text[]) and not ${isTaken('f.email_key')}
  )
  select id from own union select id from customers where account = $1 and merged_into = any(array(select id from own)) order by 1`;

const ADDRESSES = `select email_key as "emailKey" from customers where account = $1 and id = any($2::bigint[]) and email_key is not null
    and (merged_into is null or not ${isTaken('customers.email_key', '$2::bigint[]')})
  union select email_key from former_addresses f
    where account = $1 and customer_id = any($2::bigint[]) and not ${isTaken('f.email_key', '$2::bigint[]')}
  order by 1`;

// From the index alone (017), in its order.
const TICKETS = `select c.id as "customerId", t.created_at as at, t.id
  from unnest($2::bigint[], $3::timestamptz[], $4::bigint[]) as c(id, at, ticket_id)
  cross join lateral (
    select created_at, id from tickets
    where account = $1 and customer_id = c.id and (created_at, id) < (c.at, c.ticket_id)
    order by created_at desc, id desc limit $5
  ) t order by c.id, t.created_at desc, t.id desc`;

const REQUESTS_OF_ADDRESSES = `select id from campaign_requests where account = $1 and email_key = any($2::text[])`;
const REQUESTS_OF_TICKETS = `select id from campaign_requests where account = $1 and ticket_id = any($2::bigint[])`;

/** Parameters: account, person. What a release before has begun names one address. */
export const SCOPE = `select case when scope ? 'emailKeys' then scope
    else scope || jsonb_build_object('emailKeys', jsonb_build_array(scope -> 'emailKey')) end as scope
  from erasures where account = $1 and person = $2`;
