import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { ticketName } from '../privacy/hashes';
import { jsonRows, jsonText, onlyRow } from '../database/values';
import { examplesOf, withoutTickets } from './examples';
import type { RehearsalRow, Rehearsals, RehearsalSlice, RehearsedRow } from './rehearsal-types';

/** Rows that one statement deletes: its locks are held for milliseconds. */
const DELETED_AT_ONCE = 5_000;

/** Reports of rehearsals, each written in slices: the ends of a page of people together with the position behind it. */
export function createRehearsals(db: Db, erased: ErasedPeople): Rehearsals {
  return {
    begin: async (account, { id, from, until, policy, tally }) => {
      const proposed = policy === null ? null : jsonText(policy);
      return onlyRow(await db.query<RehearsalRow>(BEGIN, [account, id, from, until, proposed, jsonText(tally)]));
    },
    find: async (account, id) => (await db.query<RehearsalRow>(`${ROWS} and id = $2`, [account, id]))[0] ?? null,
    newest: async (account) =>
      (await db.query<RehearsalRow>(`${ROWS} order by started_at desc limit 1`, [account]))[0] ?? null,
    keep: (account, id, slice) => db.transaction((tx) => keep({ tx, erased }, { account, id }, slice)),
    finish: async (account, id, reach) => {
      await db.query(FINISH, [account, id, jsonText(reach)]);
    },
    ends: (account, id, { only, after, limit }) =>
      db.query<RehearsedRow>(endsWhere(CONDITIONS[only]), [
        account,
        id,
        after?.ticketId ?? 0,
        after?.closedAt ?? '-infinity',
        limit,
      ]),
    forgetOld: async (account, kept) => {
      for (const { id } of await db.query<{ id: string }>(OLD, [account, kept])) await forget(db, account, id);
    },
    forgetOlder: async (account, olderThanMs) => {
      for (const { id } of await db.query<{ id: string }>(OLDER, [account, olderThanMs])) await forget(db, account, id);
    },
  };
}

async function keep(
  { tx, erased }: { readonly tx: Db; readonly erased: ErasedPeople },
  { account, id }: { readonly account: string; readonly id: string },
  { after, position, tally, rows }: RehearsalSlice,
): Promise<boolean> {
  const namesOf = ({ ticketId }: Pick<RehearsedRow, 'ticketId'>): readonly string[] => [ticketName(ticketId)];
  const examples = examplesOf(tally).map((ticketId) => ({ ticketId }));
  const known = new Set(await erased.admitted(tx, { account, rows: examples, namesOf }));
  const gone = new Set(examples.flatMap((one) => (known.has(one) ? [] : one.ticketId)));
  const moved = await tx.query(MOVE, [account, id, after, position, jsonText(withoutTickets(tally, gone))]);
  if (moved.length === 0) return false;
  const admitted = await erased.admitted(tx, { account, rows, namesOf });
  if (admitted.length > 0) await tx.query(KEEP_ENDS, [account, id, jsonRows(admitted)]);
  return true;
}

async function forget(db: Db, account: string, id: string): Promise<void> {
  let deleted: readonly unknown[];
  do deleted = await db.query(FORGET_ENDS, [account, id, DELETED_AT_ONCE]);
  while (deleted.length === DELETED_AT_ONCE);
  await db.query('delete from rehearsals where account = $1 and id = $2', [account, id]);
}

const COLUMNS = `id, from_at as "from", until_at as "until", policy, position, last_id as "lastId", tally, reach,
    started_at as "startedAt", finished_at as "finishedAt"`;

const ROWS = `select ${COLUMNS} from rehearsals where account = $1`;

// The update changes nothing; without it a row that exists already would not be returned.
const BEGIN = `insert into rehearsals as r (account, id, from_at, until_at, policy, tally, last_id)
  values ($1, $2, $3::timestamptz, $4::timestamptz, $5::jsonb, $6::jsonb,
    coalesce((select id from customers where account = $1 order by id desc limit 1), 0))
  on conflict (account, id) do update set started_at = r.started_at returning ${COLUMNS}`;

const MOVE = `update rehearsals set position = $4, tally = $5::jsonb
  where account = $1 and id = $2 and position = $3 and finished_at is null returning 1`;

const FINISH = `update rehearsals set reach = $3::jsonb, finished_at = clock_timestamp()
  where account = $1 and id = $2 and finished_at is null`;

// Two customers may have come to share an address meanwhile: then their tickets are met twice, and the later word stands.
const KEEP_ENDS = `insert into rehearsed_ends (account, rehearsal_id, ticket_id, closed_at, today, proposed, life, cause, changed)
  select $1, $2, "ticketId", "closedAt", today, proposed, life, cause, changed from jsonb_to_recordset($3::jsonb)
    as r("ticketId" bigint, "closedAt" timestamptz, today jsonb, proposed jsonb, life jsonb, cause text, changed boolean)
  order by "ticketId", "closedAt"
  on conflict (account, rehearsal_id, ticket_id, closed_at) do update set today = excluded.today,
    proposed = excluded.proposed, life = excluded.life, cause = excluded.cause, changed = excluded.changed`;

const CONDITIONS = { all: 'true', changed: 'changed', differing: 'cause is not null' } as const;

function endsWhere(condition: string): string {
  return `select ticket_id as "ticketId", closed_at as "closedAt", today, proposed, life, cause, changed
    from rehearsed_ends
    where account = $1 and rehearsal_id = $2 and (ticket_id, closed_at) > ($3::bigint, $4::timestamptz) and ${condition}
    order by ticket_id, closed_at limit $5`;
}

const OLD = 'select id from rehearsals where account = $1 order by started_at desc offset $2';

const OLDER = `select id from rehearsals
  where account = $1 and started_at < clock_timestamp() - $2::double precision * interval '1 millisecond'`;

const FORGET_ENDS = `delete from rehearsed_ends where ctid in (
    select ctid from rehearsed_ends where account = $1 and rehearsal_id = $2 limit $3
  ) returning 1`;
