import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openStore } from '../../../src/store/open';
import type { Store } from '../../../src/store/types';
import { databaseName, testKeyring } from '../../store/stores';
import { installDatabaseClock, moveDatabaseClock } from '../../support/database-clock';
import type { TestPostgres } from '../../support/postgres';

/** When each sequence begins: nothing in it depends on today. */
const BEGINNING = Date.UTC(2026, 2, 10, 12);

/** A database with a clock of its own, and two processes on it. Sequences take turns in it, each in an account of its own. */
export interface Lane {
  readonly stores: readonly [Store, Store];
  readonly db: Client;
  /** The sequence's clock, which the database's and the vendors' agree with; milliseconds since 1970. */
  now(): number;
  pass(ms: number): Promise<void>;
  /** A new account's name; its time begins anew. */
  nextAccount(): Promise<string>;
  close(): Promise<void>;
}

export async function openLane(postgres: TestPostgres, name: string): Promise<Lane> {
  const databaseUrl = await overSocket(await postgres.createDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'tajo-outbox-model-'));
  const keyring = testKeyring();
  const open = (): Promise<Store> => openStore({ databaseUrl, dataDir, keyring });
  const migrated = await open();
  await installDatabaseClock(migrated.db, { database: databaseName(databaseUrl) });
  // Tables of a few rows, without statistics: compiling a statement would take longer than it runs.
  await migrated.db.query(`alter database "${databaseName(databaseUrl)}" set jit = off`);
  await migrated.close();
  const db = new Client(databaseUrl);
  await db.connect();
  const stores = [await open(), await open()] as const;
  let aheadMs = 0;
  let accounts = 0;
  const setAhead = async (ms: number): Promise<void> => {
    aheadMs = ms;
    await moveDatabaseClock(db, ms);
  };
  return {
    ...{ stores, db },
    now: () => Date.now() + aheadMs,
    pass: (ms) => setAhead(aheadMs + ms),
    nextAccount: async () => {
      accounts += 1;
      await setAhead(BEGINNING - Date.now());
      return `${name}-${String(accounts)}`;
    },
    close: async () => {
      for (const store of stores) await store.close();
      await db.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Thousands of small statements: over TCP a third of the time would go into writing them. */
async function overSocket(databaseUrl: string): Promise<string> {
  const client = new Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ unix_socket_directories: string }>('show unix_socket_directories');
  await client.end();
  const { pathname, port, username } = new URL(databaseUrl);
  const folder = encodeURIComponent(rows[0]?.unix_socket_directories ?? '');
  return `postgres://${username}@localhost:${port}${pathname}?host=${folder}`;
}
