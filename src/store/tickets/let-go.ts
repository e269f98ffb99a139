import type { Db } from '../database/connection';
import { createPositions } from '../database/positions';
import { onlyRow } from '../database/values';
import { SIGNAL_AGAIN } from './signal-again';

/** Looked at with one call, of those that are held. The next call goes on behind them, and after the last begins anew. */
const LOOKED_AT = 2_000;
const WALK = 'tickets.let_go';

/** SQL: whose a ticket is now, merges followed. `number`: SQL of the ticket's number. */
export const ownerOf = (number: string): string => `(
  select o.email_key from (select customer_id from tickets where account = $1 and id = ${number} offset 0) t
  cross join lateral (select * from customers where account = $1 and id = t.customer_id offset 0) c
  cross join lateral (
    select email_key from customers
    where account = $1 and id = coalesce(c.merged_into, c.id) and deleted_at is null and merged_into is null offset 0
  ) o
)`;

/**
 * SQL: true when the ticket that holds a campaign of the person with that address is no reason to by now: it is another's, or nobody's case.
 * What is a reason is asked by the gate of `othersOf` (`ticket-reader.ts`), and this says nothing that it would not say. Whether the ticket
 * has ended is not asked: one that ends wakes whom it held.
 */
export function isLetGo({ heldBy, emailKey }: { readonly heldBy: string; readonly emailKey: string }): string {
  return `(${heldBy} is not null and ${emailKey} is not null and (
    ${emailKey} is distinct from ${ownerOf(heldBy)}
    or not exists (select 1 from tickets where account = $1 and id = ${heldBy}
      and not spam and trashed_at is null and deleted_at is null and merged_into is null)
  ))`;
}

/** See `RefreshQueue.letGo`. */
export async function ticketsLetGo(db: Db, account: string, limit: number): Promise<readonly number[]> {
  const positions = createPositions(db);
  const before = await positions.read(account, WALK);
  const { rows, looked, first, last } = onlyRow(await db.query<Slice>(LET_GO, [account, before, LOOKED_AT]));
  const taken = rows.slice(0, limit);
  const end = looked < LOOKED_AT ? null : last;
  const next = taken.length < rows.length ? (taken.at(-1)?.holder ?? null) : end;
  // Of the last one some that it holds may lie behind: it is looked at again, unless it is all that was seen.
  const after = next === null ? 0 : next === first ? next : next - 1;
  if (after !== before) await positions.keep(account, WALK, after);
  return taken.map(({ id }) => id);
}

interface Slice {
  readonly rows: readonly { readonly id: number; readonly holder: number }[];
  readonly looked: number;
  readonly first: number | null;
  readonly last: number | null;
}

const LET_GO = `with slice as materialized (
  select ticket_id, held_by, stage = 'held'
    and (signalled_at is null or signalled_at < stood_at or signalled_at < now() - ${SIGNAL_AGAIN}) as is_free
  from ticket_states where account = $1 and held_by is not null and held_by > $2 order by held_by, ticket_id limit $3
), wanted as (
  select s.ticket_id as id, s.held_by as holder from slice s
  cross join lateral (select ${ownerOf('s.ticket_id')} as email_key offset 0) p
  where s.is_free and ${isLetGo({ heldBy: 's.held_by', emailKey: 'p.email_key' })}
)
select coalesce((select json_agg(w order by holder, id) from wanted w), '[]') as rows,
  (select count(*)::int from slice) as looked, (select min(held_by) from slice) as first, (select max(held_by) from slice) as last`;
