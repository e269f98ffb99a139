import type { Db } from '../database/connection';

/** Whom an erasure or an export is about. */
export interface Scope {
  /** The one that was asked for first; then those of customers who have it as a second one. */
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
  const emailKeys = [...new Set(known.emailKeys)];
  const customerIds = await ids(db, CUSTOMERS, [account, emailKeys, [...known.customerIds]]);
  return { emailKeys, customerIds, ...(await ticketsOf(db, account, { emailKeys, customerIds })) };
}

/** The tickets of these customers, and what programs asked for about them. */
export async function ticketsOf(
  db: Db,
  account: string,
  { emailKeys, customerIds }: Pick<Scope, 'emailKeys' | 'customerIds'>,
): Promise<Pick<Scope, 'ticketIds' | 'requestIds'>> {
  const ticketIds = await ids(db, TICKETS, [account, [...customerIds]]);
  const requests = await db.query<{ id: string }>(REQUESTS, [account, [...emailKeys], ticketIds]);
  return { ticketIds, requestIds: requests.map(({ id }) => id) };
}

async function ids(db: Db, sql: string, params: readonly unknown[]): Promise<number[]> {
  return (await db.query<{ id: number }>(sql, params)).map(({ id }) => id);
}

const CUSTOMERS = `with own as (
    select id from customers where account = $1 and email_key = any($2::text[]) union select unnest($3::bigint[])
  )
  select id from own union select id from customers where account = $1 and merged_into = any(array(select id from own)) order by 1`;

const TICKETS = `select id from tickets where account = $1 and customer_id = any($2::bigint[]) order by id`;

const REQUESTS = `select id from campaign_requests where account = $1 and email_key = any($2::text[])
  union select id from campaign_requests where account = $1 and ticket_id = any($3::bigint[]) order by 1`;

/** Parameters: account, person. What a release before has begun names one address. */
export const SCOPE = `select case when scope ? 'emailKeys' then scope
    else scope || jsonb_build_object('emailKeys', jsonb_build_array(scope -> 'emailKey')) end as scope
  from erasures where account = $1 and person = $2`;
