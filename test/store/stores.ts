import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring, type Keyring } from '../../src/crypto/keyring';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/types';
import { createDatabaseWithClock } from '../support/database-clock';
import { createDatabase } from '../support/postgres';

export interface OpenedStore {
  readonly store: Store;
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly close: () => Promise<void>;
}

export interface TestStoreOptions {
  /** Its clock can be moved (`moveDatabaseClock`). */
  readonly movableClock?: boolean;
}

/** An empty store; tests in one store keep apart by account. */
export async function openTestStore({ movableClock = false }: TestStoreOptions = {}): Promise<OpenedStore> {
  const keyring = testKeyring();
  const { url: databaseUrl, drop } = await (movableClock ? createDatabaseWithClock() : createDatabase());
  const store = await openStore({ databaseUrl, keyring });
  return {
    ...{ store, databaseUrl, keyring },
    close: async () => {
      await store.close();
      await drop();
    },
  };
}

export function testKeyring(): Keyring {
  return createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
}
