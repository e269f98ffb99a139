import { atMicroseconds, latest, microseconds, type Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { createPositions } from '../database/positions';
import { onlyRow } from '../database/values';
import { SIGNAL_AGAIN } from './signal-again';
import type { DueRefreshes, RefreshQueue } from './ticket-types';

type Options = Parameters<RefreshQueue['toRefresh']>[1];

/** Tickets that one statement looks at, some 30 ms, and statements of one call. */
const CHANGED_AT_ONCE = 1_000;
const OPEN_AT_ONCE = 5_000;
const MOST_OF_CHANGED = 40;
const MOST_OF_OPEN = 2;

/** See `RefreshQueue.toRefresh`. */
export async function toRefresh(db: Db, account: string, options: Options): Promise<DueRefreshes> {
  const { limit } = options;
  const requested = (await db.query<{ id: number }>(REQUESTED, [account, limit])).map(({ id }) => id);
  const changed = await findChanged(db, account, { ...options, limit: limit - requested.length });
  const due = new Set([...requested, ...changed.ids]);
  const open = await findNeverSeen(db, account, limit - due.size);
  return {
    due: [
      ...[...due].map((ticketId) => ({ ticketId, backfill: false })),
      ...open.ids.filter((id) => !due.has(id)).map((ticketId) => ({ ticketId, backfill: true })),
    ],
    done: changed.done && open.done,
  };
}

interface Part {
  readonly ids: readonly number[];
  readonly done: boolean;
}

const NOT_LOOKED_FOR: Part = { ids: [], done: false };

/**
 * By the time of their change. Kept is the time of the first that was found, so that those who were not signalled are found again; when it is
 * done, nothing: what a list tells later may have changed before.
 */
async function findChanged(db: Db, account: string, { since, watchedFrom, runId, limit }: Options): Promise<Part> {
  if (limit <= 0) return NOT_LOOKED_FOR;
  const positions = createPositions(db);
  const walk = `tickets.changed/${runId}`;
  const stood = await positions.read(account, walk);
  const begin = stood === 0 ? since : latest(since, atMicroseconds(stood));
  const found: Place[] = [];
  let [last, done]: [Place, boolean] = [{ at: begin, id: -1 }, false];
  for (let slices = 0; !done && found.length < limit; slices += 1) {
    // Where very many changed in one moment, it goes on to the next: a time is what it can go on from.
    if (slices >= MOST_OF_CHANGED && last.at > begin) break;
    const rows = await db.query<Looked>(CHANGED, [account, last.at, last.id, watchedFrom, CHANGED_AT_ONCE]);
    found.push(...rows.filter(({ isDue }) => isDue));
    last = rows.at(-1) ?? last;
    done = (rows.at(-1)?.looked ?? 0) < CHANGED_AT_ONCE;
  }
  done &&= found.length <= limit;
  const stands = done ? 0 : microseconds(found[0]?.at ?? last.at);
  if (stands !== stood) await positions.keep(account, walk, stands);
  return { ids: found.slice(0, limit).map(({ id }) => id), done };
}

interface Place {
  readonly at: Timestamp;
  readonly id: number;
}

interface Looked extends Place {
  readonly isDue: boolean;
  /** Tickets that the statement has looked at. */
  readonly looked: number;
}

/**
 * From the highest number down, and then from the top again: where very many are open, each gets its turn within some calls, and only while it
 * finds some is it not done. Kept is what the first that was found is below.
 */
async function findNeverSeen(db: Db, account: string, limit: number): Promise<Part> {
  if (limit <= 0) return NOT_LOOKED_FOR;
  const positions = createPositions(db);
  const stood = await positions.read(account, OPEN_WALK);
  const found: number[] = [];
  let [below, isWhole]: [number, boolean] = [stood === 0 ? Number.MAX_SAFE_INTEGER : stood, false];
  for (let slices = 0; slices < MOST_OF_OPEN && !isWhole && found.length < limit; slices += 1) {
    const { ids, looked, last } = onlyRow(await db.query<OpenSlice>(NEVER_SEEN, [account, below, OPEN_AT_ONCE]));
    found.push(...ids);
    below = last ?? below;
    isWhole = looked < OPEN_AT_ONCE;
  }
  isWhole &&= found.length <= limit;
  const [first] = found;
  const stands = isWhole ? 0 : first === undefined ? below : first + 1;
  if (stands !== stood) await positions.keep(account, OPEN_WALK, stands);
  return { ids: found.slice(0, limit), done: isWhole || first === undefined };
}

const OPEN_WALK = 'tickets.never_seen';

interface OpenSlice {
  readonly ids: readonly number[];
  readonly looked: number;
  readonly last: number | null;
}

const REQUESTED = `select ticket_id as id from ticket_states
  where account = $1 and asked_at is not null and (looked_at is null or asked_at > looked_at)
    and (signalled_at is null or signalled_at < asked_at or signalled_at < now() - ${SIGNAL_AGAIN})
  order by asked_at limit $2`;

// A ticket that was closed before anybody watched, and that nobody watches, is only its customer's number. Answered are those that are due and,
// last of all, where the slice ends.
const CHANGED = `with slice as materialized (
  select id, updated_at, closed_at, snoozed_until, deleted_at is null and merged_into is null as is_alive from tickets
  where account = $1 and updated_at >= $2::timestamptz and (updated_at, id) > ($2::timestamptz, $3::bigint)
  order by updated_at, id limit $5
), judged as (
  select t.id, t.updated_at, t.is_alive and (s.read_updated_at is null or t.updated_at > s.read_updated_at)
    and (s.ticket_id is not null or t.updated_at >= $4::timestamptz
      and (t.closed_at is null or t.closed_at >= $4::timestamptz or t.snoozed_until > now()))
    and (s.signalled_at is null or s.signalled_at < t.updated_at or s.signalled_at < now() - ${SIGNAL_AGAIN}) as is_due,
    row_number() over (order by t.updated_at desc, t.id desc) = 1 as is_last
  from slice t
  left join lateral (select * from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
)
select id, updated_at as at, is_due as "isDue", (select count(*) from slice) as looked from judged
where is_due or is_last order by updated_at, id`;

const NEVER_SEEN = `with slice as materialized (
  select id, status <> 'closed' or snoozed_until > now() as is_open from tickets
  where account = $1 and id < $2::bigint and (status <> 'closed' or snoozed_until is not null)
    and not spam and trashed_at is null and deleted_at is null and merged_into is null
  order by id desc limit $3
)
select coalesce((select json_agg(id order by id desc) from slice t
    where is_open and not exists (select 1 from ticket_states where account = $1 and ticket_id = t.id)), '[]') as ids,
  (select count(*) from slice) as looked, (select min(id) from slice) as last`;
