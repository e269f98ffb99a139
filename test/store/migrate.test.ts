import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/store/database/connection';
import { MIGRATING } from '../../src/store/database/limits';
import { openPostgres } from '../../src/store/database/postgres';
import { migrate } from '../../src/store/migrate';
import { createEmptyDatabase, type TestDatabase } from '../support/postgres';
import { eventually } from '../support/eventually';

const READY = 'create table facts (id int); insert into facts select generate_series(1, 1000)';

/** Migrations of tables that are large, and that others use meanwhile. */
describe('bringing the database up to date', () => {
  let database: TestDatabase;
  let folder = '';
  let [one, other, user]: Connection[] = [];
  beforeEach(async () => {
    database = await createEmptyDatabase();
    folder = mkdtempSync(join(tmpdir(), 'tajo-migrations-'));
    const open = (limits = MIGRATING) => openPostgres(database.url, () => undefined, limits);
    [one, other, user] = [open(), open(), open()];
  });
  afterEach(async () => {
    await Promise.all([one, other, user].map((db) => db!.close()));
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const files = (...texts: readonly string[]): void =>
    texts.forEach((text, index) => writeFileSync(join(folder, `00${String(index + 1)}_part.sql`), text));
  const run = (db: Connection): Promise<void> => migrate(db, undefined, folder);
  const versions = () => user!.query<{ version: number }>('select version from schema_migrations order by 1');
  const isValid = () => user!.query(`select indisvalid as valid from pg_index where indexrelid = 'by_id'::regclass`);

  test('takes as long as it takes, and gives up a lock that others queue behind', async () => {
    files(
      `create table said as select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`,
    );
    await run(one!);
    expect(await user!.query('select * from said')).toEqual([{ statement: '0', lock: '5s' }]);
  });

  test('when a table is in use for longer than a lock is waited for, asks again until it is free', async () => {
    files(READY);
    await run(one!);
    files(READY, 'alter table facts add column name text');
    let done: Promise<unknown> = Promise.resolve();
    await user!.transaction(async (tx) => {
      await tx.query('select * from facts');
      done = run(one!);
      await new Promise((resolve) => setTimeout(resolve, 5_500));
    });
    await done;
    expect(await versions()).toHaveLength(2);
  });

  test('while one process migrates, others wait until it is done, and nothing is done twice', async () => {
    files(READY, 'select pg_sleep(1); insert into facts values (0)');
    await Promise.all([run(one!), run(other!)]);
    expect(await user!.query('select count(*) as n from facts where id = 0')).toEqual([{ n: 1 }]);
  });

  const IN_STEPS = `-- in steps
-- A semicolon in a comment; is none.
drop index concurrently if exists by_id;
create index concurrently by_id on facts (id);
`;

  test('while an index is made in steps, its table is written, and another process that waits does not hold it up', async () => {
    files(READY);
    await run(one!);
    files(READY, IN_STEPS);
    let migrating: readonly Promise<void>[] = [];
    await user!.transaction(async (tx) => {
      await tx.query('insert into facts values (2)');
      migrating = [run(one!), run(other!)];
      // Waits for our transaction, with no lock in the way of writers.
      const building = `select 1 from pg_stat_progress_create_index where command = 'CREATE INDEX CONCURRENTLY'`;
      await eventually(async () => (await user!.query(building)).length === 1);
      await user!.query('insert into facts values (3)');
    });
    await Promise.all(migrating);
    expect(await isValid()).toEqual([{ valid: true }]);
  });

  test('when it was stopped in the middle of such an index, the next start makes it whole', async () => {
    files(READY);
    await run(one!);
    await user!.script('insert into facts values (1)');
    const broken = 'create unique index concurrently by_id on facts (id)';
    await expect(user!.script(broken)).rejects.toMatchObject({ code: 'bug' });
    expect(await isValid()).toEqual([{ valid: false }]);
    files(READY, IN_STEPS);
    await run(one!);
    expect(await isValid()).toEqual([{ valid: true }]);
    expect(await versions()).toHaveLength(2);
  });
});
