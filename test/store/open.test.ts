import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../src/dev/postgres/start-postgres';
import { openPostgres } from '../../src/store/database/postgres';
import { openStore } from '../../src/store/open';
import { eventually } from '../support/eventually';
import { createDatabase, createEmptyDatabase } from '../support/postgres';
import { openTestStore, testKeyring } from './stores';

const keyring = testKeyring();

describe('opening the embedded store', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tajo-open-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 20 }));

  test('when the process is killed while it writes, and its server with it, again and again, no acknowledged page is lost', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 4; round += 1) {
      const withServer = round % 2 === 1;
      acknowledged = await writeUntilKilled(home, { from: acknowledged, pages: 12 + round * 9, withServer });
      const postgres = await startPostgres({ home });
      const store = await openStore({ databaseUrl: postgres.databaseUrl, keyring });
      const walk = await store.runs.walk('shop', 'run-1', 'customers');
      const { customers } = await store.facts.counts('shop');
      await store.close();
      await postgres.stop();
      expect(walk?.walk.pages).toBeGreaterThanOrEqual(acknowledged);
      // Facts and position move together: never one without the other.
      expect(customers).toBe((walk?.walk.pages ?? 0) * 100);
      acknowledged = walk?.walk.pages ?? 0;
    }
  });
});

describe('opening the store', () => {
  test('when several processes open an empty database at once, each finds the whole schema', async () => {
    const { url: databaseUrl, drop } = await createEmptyDatabase();
    try {
      const open = () => openStore({ databaseUrl, keyring });
      const stores = await Promise.all([open(), open(), open()]);
      const [store] = stores;
      const migrations = readdirSync('src/store/migrations').map((name) => ({ version: Number(name.slice(0, 3)) }));
      expect(await store.db.query('select version from schema_migrations order by 1')).toEqual(migrations);
      await store.db.query(`update schema_migrations set checksum = 'other' where version = 2`);
      await expect(open()).rejects.toMatchObject({ code: 'config.invalid' });
      await Promise.all(stores.map((each) => each.close()));
    } finally {
      await drop();
    }
  });

  test('after a deploy of the next release, goes on if that has only added something, and is refused otherwise', async () => {
    const { url: databaseUrl, drop } = await createDatabase();
    try {
      const first = await openStore({ databaseUrl, keyring });
      const insert = 'insert into schema_migrations (version, name, checksum, additive) values ($1, $2, $3, $4)';
      await first.db.query(insert, [900, '900_next.sql', 'x', true]);
      const restarted = await openStore({ databaseUrl, keyring });
      await restarted.close();
      await first.db.query(insert, [901, '901_drops.sql', 'x', false]);

      await expect(openStore({ databaseUrl, keyring })).rejects.toMatchObject({
        code: 'config.invalid',
        message: expect.stringContaining('901_drops.sql'),
      });
      await first.close();
    } finally {
      await drop();
    }
  });

  test('when nothing listens, the store is unavailable and says so', async () => {
    const databaseUrl = 'postgres://tajo@127.0.0.1:1/nothing';
    await expect(openStore({ databaseUrl, keyring })).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

describe('the open store', () => {
  test('when a transaction fails, nothing of it stays and its connection is used again', async () => {
    const { store, close } = await openTestStore();
    try {
      for (let round = 0; round < 25; round += 1) {
        const failing = store.db.transaction(async (tx) => {
          await tx.query(`insert into tags (account, id, name) values ('a', 1, 'x')`);
          await tx.query('select 1 / 0');
        });
        await expect(failing).rejects.toMatchObject({ code: 'bug', message: expect.stringContaining('22012') });
      }
      expect(await store.db.query('select count(*) as n from tags')).toEqual([{ n: 0 }]);
    } finally {
      await close();
    }
  });

  test('lets the server end a statement that takes too long, on every connection, and says that it may be tried again', async () => {
    const { store, close } = await openTestStore();
    try {
      const timeouts = Array.from({ length: 10 }, () =>
        store.db.transaction((tx) => tx.query<{ is: string }>(TIMEOUTS)),
      );
      expect(new Set((await Promise.all(timeouts)).map(([row]) => row?.is))).toEqual(new Set(['55s 20s 1min']));
      const slow = store.db.transaction(async (tx) => {
        await tx.query('set local statement_timeout = 50');
        await tx.query('select pg_sleep(30)');
      });
      await expect(slow).rejects.toMatchObject({
        code: 'store.unavailable',
        message: expect.stringContaining('57014'),
      });
    } finally {
      await close();
    }
  });

  test('when a lock is not free, or a transaction idles, the server ends the wait, and it may be tried again', async () => {
    const { store, close } = await openTestStore();
    try {
      await store.db.transaction(async (holder) => {
        await holder.query('lock table tags');
        const waiting = store.db.transaction(async (tx) => {
          await tx.query('set local lock_timeout = 50');
          await tx.query('select * from tags');
        });
        const refused = { code: 'store.unavailable', message: expect.stringContaining('55P03') };
        await expect(waiting).rejects.toMatchObject(refused);
      });
      const idling = store.db.transaction(async (tx) => {
        await tx.query('set local idle_in_transaction_session_timeout = 50');
        const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        const lives = 'select 1 from pg_stat_activity where pid = $1';
        await eventually(async () => (await store.db.query(lives, [own?.pid])).length === 0);
        await tx.query('select 1');
      });
      await expect(idling).rejects.toMatchObject({ code: 'store.unavailable' });
      await store.ping();
    } finally {
      await close();
    }
  });

  test('when the server drops its connections, says that the store is unavailable, and goes on with new ones', async () => {
    const { store, databaseUrl, close } = await openTestStore();
    const other = openPostgres(databaseUrl, () => undefined);
    try {
      const cut = store.db.transaction(async (tx) => {
        await other.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        await tx.query('select 1');
      });
      await expect(cut).rejects.toMatchObject({ code: 'store.unavailable' });
      await store.ping();
    } finally {
      await other.close();
      await close();
    }
  });
});

const TIMEOUTS = `select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
    current_setting('idle_in_transaction_session_timeout')) as is, pg_sleep(0.1)`;

/** Starts a writer behind page `from`, kills it after `pages` acknowledgements, and gives the last page that it acknowledged. */
async function writeUntilKilled(
  home: string,
  { from, pages, withServer }: { readonly from: number; readonly pages: number; readonly withServer: boolean },
): Promise<number> {
  const script = join(__dirname, 'writing-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, home, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let server: number | null = null;
  let last = from;
  child.stdout.on('data', (chunk: Buffer) => {
    const numbers = chunk
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
    server ??= numbers.shift() ?? null;
    last = numbers.at(-1) ?? last;
    if (last < from + pages) return;
    if (withServer && server !== null) process.kill(server, 'SIGKILL');
    child.kill('SIGKILL');
  });
  expect(await signalOf(child)).toBe('SIGKILL');
  return last;
}

function signalOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
}
