import { rmSync } from 'node:fs';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring, type Keyring } from '../../src/crypto/keyring';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/types';
import { installDatabaseClock } from '../support/database-clock';
import { emptyStoreFolder } from '../support/empty-store';
import { startPostgres } from '../support/postgres';

export const KINDS = ['pglite', 'pg'] as const;

export interface OpenedStore {
  readonly store: Store;
  /** Null on PGlite. */
  readonly databaseUrl: string | null;
  close(): Promise<void>;
}

export interface TestStoreOptions {
  /** Its clock can be moved (`moveDatabaseClock`). */
  readonly movableClock?: boolean;
}

/** An empty store of either kind; tests in one store keep apart by account. */
export async function openTestStore(
  kind: Store['kind'],
  { movableClock = false }: TestStoreOptions = {},
): Promise<OpenedStore> {
  const dataDir = await emptyStoreFolder('tajo-store-');
  const keyring = testKeyring();
  const postgres = kind === 'pg' ? await startPostgres() : null;
  const databaseUrl = postgres === null ? null : await postgres.createDatabase();
  const open = (): Promise<Store> => openStore({ databaseUrl, dataDir, keyring });
  let store = await open();
  if (movableClock) {
    await installDatabaseClock(store.db, databaseUrl === null ? {} : { database: databaseName(databaseUrl) });
    if (databaseUrl !== null) {
      await store.close();
      store = await open();
    }
  }
  return {
    store,
    databaseUrl,
    close: async () => {
      await store.close();
      await postgres?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function databaseName(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1);
}

export function testKeyring(): Keyring {
  return createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
}
