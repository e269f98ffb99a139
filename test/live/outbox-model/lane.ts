import { Client } from 'pg';
import { openStore } from '../../../src/store/open';
import type { Store } from '../../../src/store/types';
import { testKeyring } from '../../store/stores';
import { createDatabaseWithClock, moveDatabaseClock } from '../../support/database-clock';
import { prepareStatements } from '../../support/prepared-statements';

prepareStatements();

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

export async function openLane(name: string): Promise<Lane> {
  const { socketUrl: databaseUrl, drop } = await createDatabaseWithClock();
  const keyring = testKeyring();
  const open = (): Promise<Store> => openStore({ databaseUrl, keyring });
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
      await drop();
    },
  };
}
