import type { Db } from '../database/connection';
import { isLetGo, ownerOf } from './let-go';
import { SIGNAL_AGAIN } from './signal-again';

/** See `RefreshQueue.overdue`. */
export async function overdueTickets(db: Db, account: string, limit: number): Promise<readonly number[]> {
  return (await db.query<{ id: number }>(OVERDUE, [account, limit])).map(({ id }) => id);
}

/** See `RefreshQueue.overdueRequests`. */
export async function overdueRequests(db: Db, account: string, limit: number): Promise<readonly string[]> {
  return (await db.query<{ id: string }>(OVERDUE_REQUESTS, [account, limit])).map(({ id }) => id);
}

// `now()`, which stands still: with a clock that goes on no index is read up to a time.
const LATE = `now() - interval '10 minutes'`;
const UNSETTLED = `state in ('intended', 'sending')`;

/** Of one hold's, and of what is stuck, so many are looked at with one call: more than are signalled until it is time to signal again. */
const MOST_OF_A_HOLD = 1_000;
const MOST_STUCK = 2_500;

const wasNotSignalled = (row: string): string =>
  `(${row}signalled_at is null or ${row}signalled_at < now() - ${SIGNAL_AGAIN})`;

// While something is held back, the one of it that tries for all when it is time.
const PROBES = `probes as (
  select o.* from account_holds h cross join lateral (
    select * from outbox where account = $1 and waits_for = h.scope and ${UNSETTLED} order by expires_at, key limit 1
  ) o where h.account = $1 and h.probe_at <= now()
)`;

// Those that wait for something which nobody holds back any more. What is waited for are some words among very many rows: from one to the next.
const RELEASED = `scopes (scope) as (
  (select waits_for from outbox where account = $1 and waits_for is not null and ${UNSETTLED} order by waits_for limit 1)
  union all
  select (select waits_for from outbox where account = $1 and waits_for > s.scope and ${UNSETTLED} order by waits_for limit 1)
  from scopes s where s.scope is not null
), ${PROBES}, released as (
  select o.ticket_id, o.gate_at from scopes s cross join lateral (
    select * from outbox where account = $1 and waits_for = s.scope and ${UNSETTLED}
    order by expires_at, key limit ${String(MOST_OF_A_HOLD)}
  ) o where not exists (select 1 from account_holds where account = $1 and scope = s.scope)
  union all
  select ticket_id, gate_at from probes
)`;

// The events of a ticket leave in their order: what comes after one that waits waits with it.
const stuckOf = (due: string): string => `(
  select ticket_id from outbox o where account = $1 and waits_for is null and ${UNSETTLED} and ticket_id is not null and ${due}
    and greatest(due_at, tried_at, gate_at, intended_at) < ${LATE}
    and (kind <> 'timeline' or not exists (
      select 1 from outbox b join account_holds h on h.account = $1 and h.scope = b.waits_for
        where b.account = $1 and b.ticket_id = o.ticket_id and b.kind = 'timeline' and b.${UNSETTLED}))
  order by due_at limit ${String(MOST_STUCK)}
)`;

const OVERDUE = `with recursive ${RELEASED}, late as (
  (select ticket_id from ticket_states where account = $1 and stage in ('open', 'waiting') and waiting_until < ${LATE}
    and (looked_at is null or looked_at < waiting_until) and ${wasNotSignalled('')} order by waiting_until limit $2)
  union all
  (select d.ticket_id from decisions d
    left join lateral (select signalled_at from ticket_states where account = $1 and ticket_id = d.ticket_id offset 0) s on true
    where d.account = $1 and d.kind in ('wait', 'held') and d.until_at < ${LATE} and d.asked_at < d.until_at
      and ${wasNotSignalled('s.')} order by d.until_at limit $2)
  union all
  (select ticket_id from ticket_states where account = $1 and (stood_at is null or stood_at < looked_at) and looked_at < ${LATE}
    and ${wasNotSignalled('')} order by looked_at limit $2)
  union all
  ${stuckOf('due_at is null')}
  union all
  ${stuckOf(`due_at < ${LATE}`)}
), wanted as (
  select ticket_id, null::timestamptz as since from late
  union all select ticket_id, gate_at from released where ticket_id is not null
)
select w.ticket_id as id from (select ticket_id, max(since) as since from wanted group by ticket_id) w
  left join lateral (select signalled_at from ticket_states where account = $1 and ticket_id = w.ticket_id offset 0) s on true
  where s.signalled_at < w.since or ${wasNotSignalled('s.')}
  order by w.ticket_id limit $2`;

// A request and its campaign share their key but for a ticket's: activities/campaigns/campaign-key.ts.
const OVERDUE_REQUESTS = `with ${PROBES}, keyed as (
  select r.*, case when ticket_id is null then $1 || '/asked/' || id else $1 || '/' || ticket_id || '/campaign/1' end as key
  from campaign_requests r where account = $1 and status in ('asked', 'held')
), known as (
  select k.*, coalesce(o.${UNSETTLED}, false) and (h.scope is null or k.key in (select key from probes)) as is_released,
    h.scope is not null as is_held, coalesce(o.gate_at, e.gate_at) as gate_at,
    ${isLetGo({ heldBy: 'k.held_by', emailKey: 'p.email_key' })} as is_let_go
  from keyed k
  left join lateral (select * from outbox where account = $1 and key = k.key offset 0) e on true
  left join lateral (select e.* where e.waits_for is not null) o on true
  cross join lateral (
    select case when k.ticket_id is null then e.email_key else ${ownerOf('k.ticket_id')} end as email_key offset 0
  ) p
  left join account_holds h on h.account = $1 and h.scope = o.waits_for
)
select k.id from known k
  where (is_released or is_let_go or coalesce(k.until_at, k.asked_at) < ${LATE} and not is_held)
    and ((is_released or is_let_go) and k.signalled_at < k.gate_at or ${wasNotSignalled('k.')})
  order by k.asked_at, k.id limit $2`;
