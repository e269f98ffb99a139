import type { Keyring } from '../../crypto/keyring';
import { isConnectorError } from '../../domain/errors/connector-error';
import { createAccountKeys, type KeyColumn } from './account-keys';
import type { Resealed } from '../types';
import type { Db } from '../database/connection';

interface KeyRow {
  readonly account: string;
  readonly gorgias_key: string;
  readonly brevo_key: string;
}

const COLUMNS = ['gorgias_key', 'brevo_key'] as const;
const KEYS = `select account, gorgias_key, brevo_key from accounts where state <> 'uninstalled' order by account`;

/**
 * Seals with the newest key what an older one has sealed, one value at a time and only if it is still the value that was read: several
 * workers may do this at once, beside `rotate-key`, and every value opens at each moment. What no known key opens is left and counted.
 */
export async function reseal(db: Db, keyring: Keyring): Promise<Resealed> {
  const keys = createAccountKeys(keyring);
  const done = { resealed: 0, unreadable: 0 };
  for (const row of await db.query<KeyRow>(KEYS)) {
    for (const column of COLUMNS) {
      const sealed = row[column];
      if (keyIdOf(keyring, sealed) === keyring.newestKeyId) continue;
      const secret = openOrNull(() => keys.open(sealed, row.account, column));
      if (secret === null) {
        done.unreadable += 1;
        continue;
      }
      const rows = await db.query(swapOf(column), [row.account, keys.seal(secret, row.account, column), sealed]);
      done.resealed += rows.length;
    }
  }
  return done;
}

/** Stored values by the id of the key that sealed them; what no keyring has sealed is under `unknown`. */
export async function sealedBy(db: Db, keyring: Keyring): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const row of await db.query<KeyRow>(KEYS)) {
    for (const column of COLUMNS) {
      const id = keyIdOf(keyring, row[column]) ?? 'unknown';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

function keyIdOf(keyring: Keyring, sealed: string): string | null {
  return keyring.keyIdOf(Buffer.from(sealed, 'base64'));
}

function swapOf(column: KeyColumn): string {
  return `update accounts set ${column} = $2 where account = $1 and ${column} = $3 returning account`;
}

/** Null when the key that sealed it is not among ours. */
function openOrNull(open: () => string): string | null {
  try {
    return open();
  } catch (thrown) {
    if (isConnectorError(thrown, 'config.invalid')) return null;
    throw thrown;
  }
}
