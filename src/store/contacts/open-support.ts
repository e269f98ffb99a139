import { inAccount } from '../database/in-account';
import { MARK_TOUCHED, TOUCHED_BY_OWNERS } from '../facts/marks';
import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';

/** Who is on the list of open support, and who should be (spec 5b). */
export interface OpenSupport {
  /**
   * Marks the contacts of tickets whose snooze has ended since the last call, or that have been open for too long since then: nothing else
   * happens at that moment.
   */
  markEnded(account: string, atMostMs: number): Promise<void>;
  /** These addresses are on the list in Brevo and have to leave it, whoever put them there. */
  markStrays(account: string, listId: number, emailKeys: readonly string[]): Promise<void>;
  /**
   * Marks the people behind the next open tickets who are not on the list as Brevo was read since `since`, and whom nothing keeps off it.
   * Answers the last ticket looked at; null: there are no more.
   */
  markMissing(account: string, search: MissingSearch): Promise<number | null>;
  /** How many are on the list, as far as we have put them there, or have seen them there. */
  countMembers(account: string, listId: number): Promise<number>;
}

export interface MissingSearch {
  readonly listId: number;
  readonly since: Timestamp;
  readonly atMostMs: number;
  /** Ticket id to go on from. */
  readonly after: number;
  readonly limit: number;
}

export function createOpenSupport(db: Db): OpenSupport {
  return {
    markEnded: (account, atMostMs) =>
      inAccount(db, account, async (tx) => {
        await tx.query(MARK_ENDED, [account, atMostMs]);
      }),
    markStrays: async (account, listId, emailKeys) => {
      if (emailKeys.length > 0) await db.query(MARK_STRAYS, [account, listId, [...emailKeys]]);
    },
    markMissing: (account, { listId, since, atMostMs, after, limit }) =>
      db.transaction(async (tx) => {
        const params = [account, after, limit, atMostMs, listId, since];
        const [found] = await tx.query<{ last: number | null; keys: readonly string[] }>(MISSING, params);
        const keys = found?.keys ?? [];
        if (keys.length > 0) await tx.query(FORGET_MEMBERSHIP, [account, listId, keys]);
        if (keys.length > 0) await tx.query(PUBLISH_AGAIN, [account, keys]);
        return found?.last ?? null;
      }),
    countMembers: async (account, listId) =>
      (await db.query<{ members: number }>(MEMBERS, [account, listId]))[0]?.members ?? 0,
  };
}

const MS = (parameter: string): string => `${parameter}::double precision * interval '1 millisecond'`;

const MARK_ENDED = `with bounds as materialized (
  select coalesce((select at from watermarks where account = $1 and resource = 'open_support.ended'), clock_timestamp()) as since,
    clock_timestamp() as until
), owners(id) as (
  select t.customer_id from bounds cross join lateral (
    select customer_id from tickets
    where account = $1 and open_since > since - ${MS('$2')} and open_since <= until - ${MS('$2')}
    union all
    select customer_id from tickets where account = $1 and snoozed_until > since and snoozed_until <= until
  ) t
), ${TOUCHED_BY_OWNERS}, ${MARK_TOUCHED}, kept as (
  insert into watermarks as w (account, resource, at) select $1, 'open_support.ended', until from bounds
  on conflict (account, resource) do update set at = greatest(w.at, excluded.at)
) select 1`;

// Each list is noted before it is joined, and until it is known to be left.
const MEMBERS = `select count(*)::int as members from (
  select email_key from contacts where account = $1 and $2::int = any(lists)
  union
  select email_key from brevo_contacts where account = $1 and $2::int = any(lists)
) on_it`;

// Without their hash they are written even if nothing else about them has changed.
const MARK_STRAYS = `insert into contacts as k (account, email_key, lists, due_at, due_version)
  select $1, email_key, array[$2::int], now(), 1 from (select distinct unnest($3::text[]) as email_key order by 1) t
  on conflict (account, email_key) do update set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1, hash = null,
    lists = (select array_agg(distinct list order by list) from unnest(k.lists || excluded.lists) as list)`;

// Those whom Brevo's consent keeps off the list are not missing; of the others whoever was not met on it since the sweep began is.
const MISSING = `with held as (
  select id, customer_id from tickets
  where account = $1 and id > $2 and (status <> 'closed' or snoozed_until is not null) order by id limit $3
), people as (
  select distinct coalesce(s.email_key, c.email_key) as email_key from held h
  cross join lateral (
    select * from tickets where account = $1 and id = h.id and not spam and trashed_at is null and deleted_at is null
      and merged_into is null and (status <> 'closed' or snoozed_until > clock_timestamp())
      and open_since > clock_timestamp() - ${MS('$4')} offset 0
  ) t
  cross join lateral (select * from customers where account = $1 and id = h.customer_id and deleted_at is null offset 0) c
  left join lateral (select email_key from customers where account = $1 and id = c.merged_into offset 0) s on true
), missing as (
  select p.email_key from people p
  join lateral (select * from contacts where account = $1 and email_key = p.email_key offset 0) k on true
  left join lateral (select * from brevo_contacts where account = $1 and email_key = p.email_key offset 0) b on true
  where k.hash is not null and k.due_at is null and k.process_id is null
    and coalesce(not b.blacklisted and not b.unsubscribed @> array[$5::int]
      and not (b.lists @> array[$5::int] and b.read_at >= $6::timestamptz), true)
)
select (select max(id) from held) as last, coalesce((select array_agg(email_key) from missing), '{}') as keys`;

const FORGET_MEMBERSHIP = `update brevo_contacts set lists = array_remove(lists, $2::int)
  where account = $1 and email_key = any($3::text[])`;

const PUBLISH_AGAIN = `insert into contacts as k (account, email_key, due_at, due_version)
  select $1, email_key, now(), 1 from (select distinct unnest($2::text[]) as email_key order by 1) t
  on conflict (account, email_key) do update
    set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1, hash = null`;
