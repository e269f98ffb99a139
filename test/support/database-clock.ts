import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { openStore } from '../../src/store/open';
import { createDatabase, type TestDatabase } from './postgres';

/** As much of a database as is needed here: a store's `db`, or a client of `pg`. */
interface Queryable {
  query(sql: string, params?: unknown[]): Promise<unknown>;
}

/** `clock` first, so that its functions are found where the store's statements name none; tables are `public`'s as ever. */
const SEARCH_PATH = 'clock, pg_catalog, public';

const CLOCK = [
  'create schema clock',
  'create table clock.shift (by_ms double precision not null)',
  'insert into clock.shift values (0)',
  ...['now', 'clock_timestamp'].map(
    (
      name,
    ) => `create function clock.${name}() returns timestamptz language sql ${name === 'now' ? 'stable' : 'volatile'}
      as 'select pg_catalog.${name}() + (select by_ms from clock.shift) * interval ''1 millisecond'''`,
  ),
];

/** Defaults are bound to `pg_catalog`'s functions when their table is made. Postgres spells them out once ours hide them. */
const DEFAULTS = `do $$
  declare of record;
  begin
    for of in select table_name, column_name, column_default from information_schema.columns
      where table_schema = 'public' and column_default ~ '(now|clock_timestamp)\\(\\)'
    loop
      execute format('alter table public.%I alter column %I set default %s', of.table_name, of.column_name,
        regexp_replace(of.column_default, '(pg_catalog\\.)?(now|clock_timestamp)\\(\\)', 'clock.\\2()', 'g'));
    end loop;
  end $$`;

/**
 * An empty, migrated database with a clock that can be moved: the store's `now()` and `clock_timestamp()` are ours, without the product knowing.
 * What is set for a database holds for the connections that are made afterwards, so the store that migrates it is closed again.
 */
export async function createDatabaseWithClock(): Promise<TestDatabase> {
  const database = await createDatabase();
  const keyring = createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
  const store = await openStore({ databaseUrl: database.url, keyring });
  for (const statement of [...CLOCK, DEFAULTS]) await store.db.query(statement);
  await store.db.query(`alter database ${database.name} set search_path = ${SEARCH_PATH}`);
  await store.close();
  return database;
}

/** From now on the database's clock is that many milliseconds ahead of the machine's; negative: behind. */
export async function moveDatabaseClock(db: Queryable, ms: number): Promise<void> {
  await db.query('update clock.shift set by_ms = $1', [ms]);
}
