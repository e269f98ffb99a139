import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open';
import { startPostgres } from '../support/postgres';
import { testKeyring } from './stores';

const keyring = testKeyring();

describe('opening the embedded store', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tajo-open-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
  const open = () => openStore({ databaseUrl: null, dataDir, keyring });

  test('when a second one opens the folder, it is refused with a sentence that names DATABASE_URL', async () => {
    const store = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'store.unavailable',
      message: expect.stringMatching(/in use by process \d+.*DATABASE_URL/),
    });
    await store.close();
    await (await open()).close();
  });

  test('when the owner in the lock is dead, or another process has its number now, the folder is taken over', async () => {
    const lock = join(dataDir, 'store.lock');
    writeFileSync(lock, JSON.stringify({ pid: 4_194_304, startedAt: '1' }));
    await (await open()).close();
    writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: 'another start' }));
    await (await open()).close();
  });

  test('when the process is killed while it writes, again and again, no acknowledged page is lost', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 4; round += 1) {
      acknowledged = await writeUntilKilled(dataDir, acknowledged, 12 + round * 9);
      const store = await open();
      const walk = await store.runs.walk('shop', 'run-1', 'customers');
      const { customers } = await store.facts.counts('shop');
      await store.close();
      expect(walk?.walk.pages).toBeGreaterThanOrEqual(acknowledged);
      // Facts and position move together: never one without the other.
      expect(customers).toBe((walk?.walk.pages ?? 0) * 100);
      acknowledged = walk?.walk.pages ?? 0;
    }
  }, 240_000);
});

describe('opening the store on a server', () => {
  test('when several processes open an empty database at once, each finds the whole schema', async () => {
    const postgres = await startPostgres();
    try {
      const databaseUrl = await postgres.createDatabase();
      const open = () => openStore({ databaseUrl, dataDir: '', keyring });
      const stores = await Promise.all([open(), open(), open()]);
      const [store] = stores;
      const migrations = readdirSync('src/store/migrations').map((name) => ({ version: Number(name.slice(0, 3)) }));
      expect(await store.db.query('select version from schema_migrations order by 1')).toEqual(migrations);
      await store.db.query(`update schema_migrations set checksum = 'other' where version = 2`);
      await expect(open()).rejects.toMatchObject({ code: 'config.invalid' });
      await Promise.all(stores.map((each) => each.close()));
    } finally {
      await postgres.stop();
    }
  });

  test('when nothing listens, the store is unavailable and says so', async () => {
    const databaseUrl = 'postgres://tajo@127.0.0.1:1/nothing';
    await expect(openStore({ databaseUrl, dataDir: '', keyring })).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  test('when a transaction fails, nothing of it stays and its connection is used again', async () => {
    const postgres = await startPostgres();
    try {
      const store = await openStore({ databaseUrl: await postgres.createDatabase(), dataDir: '', keyring });
      for (let round = 0; round < 25; round += 1) {
        const failing = store.db.transaction(async (tx) => {
          await tx.query(`insert into tags (account, id, name) values ('a', 1, 'x')`);
          await tx.query('select 1 / 0');
        });
        await expect(failing).rejects.toMatchObject({ code: 'bug', message: expect.stringContaining('22012') });
      }
      expect(await store.db.query('select count(*) as n from tags')).toEqual([{ n: 0 }]);
      await store.close();
    } finally {
      await postgres.stop();
    }
  });
});

/** Starts a writer behind page `from`, kills it after `pages` acknowledgements, and gives the last page that it acknowledged. */
async function writeUntilKilled(dataDir: string, from: number, pages: number): Promise<number> {
  const script = join(__dirname, 'writing-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = from;
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) if (line !== '') last = Number(line);
    if (last >= from + pages) child.kill('SIGKILL');
  });
  expect(await signalOf(child)).toBe('SIGKILL');
  return last;
}

function signalOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
}
