import type { Db } from '../database/connection';

/** Pages of 8 KB that one statement looks at: its locks are held for milliseconds, and whoever waits for them hardly notices. */
const PAGES_AT_ONCE = 8;
const MOST_ROUNDS = 20;

/**
 * Deletes everything that is known of an account, the account itself last, in statements of a few milliseconds each. May be stopped and
 * repeated. The tables are asked of the database, so that one that comes later is not forgotten.
 * @returns rows deleted
 */
export async function purgeAccount(db: Db, account: string): Promise<number> {
  const tables = await tablesWithAccount(db);
  let deleted = 0;
  // A page that was on its way while its run was ended may still arrive behind the first round.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let found = 0;
    for (const table of tables) found += await emptyTable(db, table, account);
    deleted += found;
    if (found === 0) break;
  }
  const gone = await db.query('delete from accounts where account = $1 returning account', [account]);
  return deleted + gone.length;
}

async function tablesWithAccount(db: Db): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(TABLES);
  return rows.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
}

async function emptyTable(db: Db, table: string, account: string): Promise<number> {
  const [size] = await db.query<{ pages: number }>(PAGES, [table]);
  const pages = size?.pages ?? 0;
  let deleted = 0;
  for (let page = 0; page < pages; page += PAGES_AT_ONCE) {
    const [answer] = await db.query<{ rows: number }>(deleteFrom(table), [
      account,
      `(${page},0)`,
      `(${page + PAGES_AT_ONCE},0)`,
    ]);
    deleted += answer?.rows ?? 0;
  }
  return deleted;
}

const TABLES = `select c.table_name as name from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = current_schema() and c.column_name = 'account' and t.table_type = 'BASE TABLE'
    and c.table_name <> 'accounts' order by c.table_name = 'tallies', 1`;

const PAGES = `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int as pages`;

/** By place on disk: rows found by index would be sought over and over among those just deleted. */
function deleteFrom(table: string): string {
  return `with gone as (delete from ${table} where account = $1 and ctid >= $2::tid and ctid < $3::tid returning 1)
    select count(*)::int as rows from gone`;
}
