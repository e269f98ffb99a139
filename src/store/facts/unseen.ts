import type { Db } from '../database/connection';
import { createPositions } from '../database/positions';
import { onlyRow } from '../database/values';

/** Rows that one statement looks at, some 25 ms, and statements of one call. */
const ROWS = 20_000;
const MOST_SLICES = 20;

/** See `Facts.unseen`. Whoever could not be looked up stays unseen and is found again: the walk stands before the first of them. */
export async function unseen(
  db: Db,
  account: string,
  { table, runId, limit }: { readonly table: string; readonly runId: string; readonly limit: number },
): Promise<{ readonly ids: readonly number[]; readonly done: boolean }> {
  const positions = createPositions(db);
  const walk = `unseen.${table}/${runId}`;
  const before = await positions.read(account, walk);
  const ids: number[] = [];
  let [after, done] = [before, false];
  for (let slices = 0; slices < MOST_SLICES && !done && ids.length < limit; slices += 1) {
    const slice = onlyRow(await db.query<Slice>(sliceOf(table), [account, runId, after, ROWS]));
    ids.push(...slice.ids);
    done = slice.looked < ROWS;
    after = slice.last ?? after;
  }
  const [first] = ids;
  const stands = first === undefined ? after : first - 1;
  if (stands !== before) await positions.keep(account, walk, stands);
  return { ids: ids.slice(0, limit), done: done && ids.length < limit };
}

interface Slice {
  readonly ids: readonly number[];
  readonly looked: number;
  readonly last: number | null;
}

function sliceOf(table: string): string {
  return `with slice as materialized (
    select id, seen_run is distinct from $2 and deleted_at is null and merged_into is null as is_unseen
    from ${table} where account = $1 and id > $3 order by id limit $4
  )
  select coalesce(json_agg(id order by id) filter (where is_unseen), '[]') as ids, count(*)::int as looked, max(id) as last from slice`;
}
