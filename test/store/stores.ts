import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring, type Keyring } from '../../src/crypto/keyring';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/types';
import { createDatabaseWithClock } from '../support/database-clock';
import { createDatabase } from '../support/postgres';
import { wrongTallies } from '../support/tallies';

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
      // Whatever a test has written: what is counted beside the rows is their number.
      const wrong = await wrongTallies(store.db).finally(() => store.close());
      await drop();
      expect(wrong).toEqual([]);
    },
  };
}

/** One store for the tests of a file; each test is handed it with an account of its own. */
export function useStore(name: string, hand: (store: Store, account: string) => void): void {
  let opened: OpenedStore | null = null;
  let made = 0;
  beforeAll(async () => {
    opened = await openTestStore();
  });
  beforeEach(() => {
    if (opened === null) throw new Error('the store of this file did not come up');
    made += 1;
    hand(opened.store, `${name}-${String(made)}`);
  });
  afterAll(() => opened?.close());
}

export function testKeyring(): Keyring {
  return createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
}
