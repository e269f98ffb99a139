import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';
import { createPositions } from '../database/positions';

/** Looked at with one call, of those that wait: some 50 ms. The next call goes on behind them, and after the last begins anew. */
const LOOKED_AT = 2_000;
const WALK = 'tickets.deliverable';

/** See `TicketReader.deliverable`. */
export async function deliverable(db: Db, account: string, limit: number): Promise<readonly number[]> {
  const positions = createPositions(db);
  const before = await positions.read(account, WALK);
  const { ids, looked, last } = onlyRow(await db.query<Slice>(DELIVERABLE, [account, before, LOOKED_AT]));
  const taken = ids.slice(0, limit);
  const isWhole = taken.length === ids.length;
  const after = isWhole ? (looked < LOOKED_AT ? 0 : last) : (taken.at(-1) ?? before);
  if (after !== before) await positions.keep(account, WALK, after);
  return taken;
}

interface Slice {
  readonly ids: readonly number[];
  readonly looked: number;
  readonly last: number;
}

// The survivor of a merge has the address. One that the events cannot be told to was tried before: only another is a reason to look again.
const DELIVERABLE = `with slice as materialized (
  select ticket_id, undelivered_key,
    signalled_at is null or looked_at > signalled_at or signalled_at < now() - interval '10 minutes' as is_free
  from ticket_states where account = $1 and undelivered and ticket_id > $2 order by ticket_id limit $3
), wanted as (
  select s.ticket_id as id from slice s
  cross join lateral (select customer_id from tickets where account = $1 and id = s.ticket_id offset 0) t
  cross join lateral (select * from customers where account = $1 and id = t.customer_id offset 0) c
  cross join lateral (
    select email_key from customers where account = $1 and id = coalesce(c.merged_into, c.id) and deleted_at is null offset 0
  ) o
  where s.is_free and o.email_key is not null and o.email_key is distinct from s.undelivered_key
)
select coalesce((select json_agg(id order by id) from wanted), '[]') as ids,
  (select count(*)::int from slice) as looked, coalesce((select max(ticket_id) from slice), 0) as last`;
