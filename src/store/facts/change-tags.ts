import { createHash } from 'node:crypto';
import type { Db } from '../database/connection';
import { inAccount } from '../database/in-account';
import { createPositions } from '../database/positions';
import { jsonRows, onlyRow } from '../database/values';
import type { TagChange } from '../types';
import { MARK_TOUCHED, TOUCHED_BY_OWNERS } from './marks';

/** Tickets that one statement looks at: a tag may be on all of them. Some 50 ms when every eighth is corrected, and 10 when none is. */
const TICKETS_AT_ONCE = 1_000;

const WALKS = 'tags.changed/';

/** See `Facts.changeTags`. `replace`: what makes the new names known. */
export async function changeTags(
  db: Db,
  account: string,
  { changes, replace }: { readonly changes: readonly TagChange[]; readonly replace: (tx: Db) => Promise<void> },
): Promise<void> {
  const rows = jsonRows(changes);
  const walk = `${WALKS}${createHash('sha256').update(rows).digest('hex')}`;
  // What was begun and is no change any more is not gone on with when it becomes one again.
  await db.query('delete from positions where account = $1 and walk like $2 and walk <> $3', [
    account,
    `${WALKS}%`,
    walk,
  ]);
  if (changes.length === 0) return replace(db);
  // First: somebody who is published meanwhile must not have a second list made for the new name.
  await db.query(PREPARE_LISTS, [account, rows]);
  await correctTickets(db, account, { rows, froms: changes.map(({ from }) => from), walk });
  await db.transaction(async (tx) => {
    const lists = await tx.query<{ tag: string; list: number }>(FORGET_LISTS, [account, rows]);
    await tx.query(MOVE_LISTS, [account, jsonRows(lists)]);
    await replace(tx);
    // With the names: as long as they are changes, the tickets that were corrected are not looked at again.
    await tx.query('delete from positions where account = $1 and walk = $2', [account, walk]);
  });
}

/** Its position is kept under the changes that it makes, to the end of them: others begin at the beginning. */
async function correctTickets(
  db: Db,
  account: string,
  { rows, froms, walk }: { readonly rows: string; readonly froms: readonly string[]; readonly walk: string },
): Promise<void> {
  let after: number | null = await createPositions(db).read(account, walk);
  while (after !== null) {
    const from: number = after;
    after = await inAccount(db, account, async (tx) => {
      const { last } = onlyRow(
        await tx.query<{ last: number | null }>(CORRECT, [account, rows, froms, from, TICKETS_AT_ONCE]),
      );
      if (last !== null) await createPositions(tx).keep(account, walk, last);
      return last;
    });
  }
}

const CHANGES = `changes as materialized (
  select distinct on ("from") "from", "to", "readAgain" from jsonb_to_recordset($2::jsonb) as r("from" text, "to" text, "readAgain" boolean)
  order by "from", "to"
)`;

// All at once: of two tags that exchanged their names each becomes the other. No join of tickets: without statistics it would be a loop in a loop.
const CORRECT = `with ${CHANGES}, slice as materialized (
  select id, tags from tickets where account = $1 and id > $4 order by id limit $5
), carrying as materialized (
  select id, exists (select 1 from changes where "readAgain" and "from" = any (s.tags)) as read_again
  from slice s where tags && $3::text[]
), queued as (
  insert into records_to_read (account, kind, id) select $1, 'ticket', id from carrying where read_again order by id on conflict do nothing
), written as (
  update tickets set tags = array(
    select distinct coalesce(c."to", t.tag) from unnest(tags) as t(tag) left join changes c on c."from" = t.tag
    where c."from" is null or c."to" is not null
  ) where account = $1 and id = any (array(select id from carrying)) returning customer_id
), owners(id) as (select customer_id from written), ${TOUCHED_BY_OWNERS}, ${MARK_TOUCHED}
select max(id) as last from slice`;

// Its members stay on the list of a renamed tag. A name that another tag had until now gets the list when that one has left it.
const PREPARE_LISTS = `with ${CHANGES} insert into tag_lists (account, tag, list_id)
  select l.account, c."to", l.list_id from changes c join tag_lists l on l.account = $1 and l.tag = c."from"
  where c."to" is not null and c."to" not in (select "from" from changes)
  on conflict (account, tag) do nothing`;

const FORGET_LISTS = `with ${CHANGES}, gone as (
  delete from tag_lists l using changes c where l.account = $1 and l.tag = c."from" returning c."to" as tag, l.list_id as list
) select tag, list from gone where tag is not null`;

const MOVE_LISTS = `insert into tag_lists (account, tag, list_id)
  select $1, tag, list from jsonb_to_recordset($2::jsonb) as r(tag text, list int) on conflict (account, tag) do nothing`;
