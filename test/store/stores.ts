import { rmSync } from 'node:fs';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring, type Keyring } from '../../src/crypto/keyring';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/types';
import { emptyStoreFolder } from '../support/empty-store';
import { startPostgres } from '../support/postgres';

export const KINDS = ['pglite', 'pg'] as const;

export interface OpenedStore {
  readonly store: Store;
  /** Null on PGlite. */
  readonly databaseUrl: string | null;
  close(): Promise<void>;
}

/** An empty store of either kind; tests in one store keep apart by account. */
export async function openTestStore(kind: Store['kind']): Promise<OpenedStore> {
  const dataDir = await emptyStoreFolder('tajo-store-');
  const postgres = kind === 'pg' ? await startPostgres() : null;
  const databaseUrl = postgres === null ? null : await postgres.createDatabase();
  const store = await openStore({ databaseUrl, dataDir, keyring: testKeyring() });
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

export function testKeyring(): Keyring {
  return createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
}
