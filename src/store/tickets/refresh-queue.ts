import { unknownTicket } from '../../domain/ticket/state';
import type { DueRefresh, RefreshQueue } from './ticket-types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

/** A workflow that was signalled refreshes within seconds. Should the signal be lost all the same, it gets another after this. */
const SIGNAL_AGAIN = `interval '10 minutes'`;

/** Which tickets are due for a refresh: asked of the facts themselves, so that nothing that was stored is forgotten by a crash. */
export function createRefreshQueue(db: Db): RefreshQueue {
  return {
    toRefresh: async (account, { since, watchedFrom, limit }) => {
      const parts = [
        await db.query<DueRefresh>(REQUESTED, [account, limit]),
        await db.query<DueRefresh>(CHANGED, [account, since, watchedFrom, limit]),
        await db.query<DueRefresh>(NEVER_SEEN, [account, limit]),
      ];
      const unique = new Map(parts.flat().map((due) => [due.ticketId, due]));
      return [...unique.values()].slice(0, limit);
    },
    overdue: async (account, limit) => {
      const rows = await db.query<{ id: number }>(OVERDUE, [account, limit]);
      return rows.map(({ id }) => id);
    },
    overdueRequests: async (account, limit) => {
      const rows = await db.query<{ id: string }>(OVERDUE_REQUESTS, [account, limit]);
      return rows.map(({ id }) => id);
    },
    requestForSurveys: async (account, surveys) => {
      const rows = surveys.map(({ ticketId, sentAt, scoredAt }) => ({ ticketId, at: scoredAt ?? sentAt }));
      if (rows.length > 0) await db.query(REQUEST_FOR_SURVEYS, [account, jsonRows(rows)]);
    },
    signalled: async (account, ticketIds) => {
      const rows = [...ticketIds].sort((one, other) => one - other).map((id) => ({ id, state: unknownTicket(id) }));
      if (rows.length > 0) await db.query(SIGNALLED, [account, JSON.stringify(rows)]);
    },
  };
}

const REQUEST_FOR_SURVEYS = `with moved as (
  select "ticketId" as id from jsonb_to_recordset($2::jsonb) as r("ticketId" bigint, at timestamptz)
  cross join lateral (select * from ticket_states where account = $1 and ticket_id = "ticketId" offset 0) s
  where at > s.seen_at and (s.asked_at is null or s.asked_at <= s.looked_at)
) update ticket_states set asked_at = clock_timestamp() where account = $1 and ticket_id = any (array(select id from moved))`;

const REQUESTED = `select ticket_id as "ticketId", false as backfill from ticket_states
  where account = $1 and asked_at is not null and (looked_at is null or asked_at > looked_at)
    and (signalled_at is null or signalled_at < asked_at or signalled_at < now() - ${SIGNAL_AGAIN})
  order by asked_at limit $2`;

// A ticket that was closed before anybody watched, and that nobody watches, is only its customer's number.
const CHANGED = `select t.id as "ticketId", false as backfill
  from (select * from tickets where account = $1 and updated_at >= $2::timestamptz
    and deleted_at is null and merged_into is null) t
  left join lateral (select * from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
  where (s.read_updated_at is null or t.updated_at > s.read_updated_at)
    and (s.ticket_id is not null or t.updated_at >= $3::timestamptz
      and (t.closed_at is null or t.closed_at >= $3::timestamptz or t.snoozed_until > now()))
    and (s.signalled_at is null or s.signalled_at < t.updated_at or s.signalled_at < now() - ${SIGNAL_AGAIN})
  order by t.updated_at limit $4`;

const NEVER_SEEN = `select t.id as "ticketId", true as backfill
  from (select * from tickets where account = $1 and (status <> 'closed' or snoozed_until is not null)
    and not spam and trashed_at is null and deleted_at is null and merged_into is null offset 0) t
  where (t.status <> 'closed' or t.snoozed_until > now())
    and not exists (select 1 from ticket_states where account = $1 and ticket_id = t.id)
  order by t.updated_at desc limit $2`;

const LATE = `clock_timestamp() - interval '10 minutes'`;

// Those that wait for something which nobody holds back any more; and while it is held back, the one that tries for all when it is time.
const RELEASED = `released as (
  select * from outbox o where account = $1 and waits_for is not null and state in ('intended', 'sending')
    and not exists (select 1 from account_holds where account = $1 and scope = o.waits_for)
  union all
  (select distinct on (o.waits_for) o.* from outbox o join account_holds h on h.account = $1 and h.scope = o.waits_for
    where o.account = $1 and o.state in ('intended', 'sending') and h.probe_at <= clock_timestamp()
    order by o.waits_for, o.expires_at nulls last, o.key)
), stuck as (
  select * from outbox o where account = $1 and state in ('intended', 'sending')
    and greatest(due_at, tried_at, gate_at, intended_at) < ${LATE} and (due_at is null or due_at < ${LATE})
    and not exists (select 1 from account_holds where account = $1 and scope = o.waits_for)
    and not exists (
      -- The events of a ticket leave in their order: what comes after one that waits waits with it.
      select 1 from outbox b join account_holds h on h.account = $1 and h.scope = b.waits_for
        where b.account = $1 and b.ticket_id = o.ticket_id and b.kind = 'timeline' and o.kind = 'timeline'
          and b.state in ('intended', 'sending'))
)`;

const OVERDUE = `with ${RELEASED}, late as (
  select ticket_id from ticket_states where account = $1 and stage in ('open', 'waiting') and waiting_until < ${LATE}
    and (looked_at is null or looked_at < waiting_until)
  union
  select ticket_id from decisions where account = $1 and kind in ('wait', 'held') and until_at < ${LATE} and asked_at < until_at
  union
  select ticket_id from ticket_states where account = $1 and (stood_at is null or stood_at < looked_at) and looked_at < ${LATE}
  union
  select ticket_id from stuck where ticket_id is not null
), wanted as (
  select ticket_id, null::timestamptz as since from late
  union all select ticket_id, gate_at from released where ticket_id is not null
)
select w.ticket_id as id from (select ticket_id, max(since) as since from wanted group by ticket_id) w
  left join ticket_states s on s.account = $1 and s.ticket_id = w.ticket_id
  where s.signalled_at is null or s.signalled_at < w.since or s.signalled_at < now() - ${SIGNAL_AGAIN}
  order by w.ticket_id limit $2`;

// A request and its campaign share their key but for a ticket's: activities/campaigns/campaign-key.ts.
const OVERDUE_REQUESTS = `with ${RELEASED}, keyed as (
  select r.*, case when ticket_id is null then $1 || '/asked/' || id else $1 || '/' || ticket_id || '/campaign/1' end as key
  from campaign_requests r where account = $1 and status in ('asked', 'held')
)
select k.id from keyed k
  where (k.key in (select key from released)
      or coalesce(k.until_at, k.asked_at) < ${LATE}
        and not exists (select 1 from outbox o join account_holds h on h.account = $1 and h.scope = o.waits_for
          where o.account = $1 and o.key = k.key))
    and (k.signalled_at is null or k.signalled_at < (select max(gate_at) from released where key = k.key)
      or k.signalled_at < now() - ${SIGNAL_AGAIN})
  order by k.asked_at, k.id limit $2`;

const SIGNALLED = `insert into ticket_states (account, ticket_id, state, signalled_at)
  select $1, id, state, clock_timestamp() from jsonb_to_recordset($2::jsonb) as r(id bigint, state jsonb) order by id
  on conflict (account, ticket_id) do update set signalled_at = excluded.signalled_at`;
