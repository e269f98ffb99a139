import type { Keyring } from '../../crypto/keyring';
import { isConnectorError } from '../../domain/errors/connector-error';
import { secretPlace } from '../privacy/account-secrets';
import { keyPlace } from './account-keys';
import type { Resealed } from '../types';
import type { Db } from '../database/connection';

/** A value that the encryption key has sealed, and where it stands. */
interface SealedValue {
  readonly account: string;
  readonly sealed: string;
  /** What it is bound to. */
  readonly place: string;
  /** Puts another in its stead, if it still is the one that was read. */
  readonly swap: string;
}

/**
 * Seals with the newest key what an older one has sealed, one value at a time and only if it is still the value that was read: several
 * workers may do this at once, beside `rotate-key`, and every value opens at each moment. What no known key opens is left and counted.
 */
export async function reseal(db: Db, keyring: Keyring): Promise<Resealed> {
  const done = { resealed: 0, unreadable: 0 };
  for (const { account, sealed, place, swap } of await sealedValues(db)) {
    if (keyIdOf(keyring, sealed) === keyring.newestKeyId) continue;
    const secret = openOrNull(() => keyring.open(Buffer.from(sealed, 'base64'), place));
    if (secret === null) {
      done.unreadable += 1;
      continue;
    }
    const rows = await db.query(swap, [account, keyring.seal(secret, place).toString('base64'), sealed]);
    done.resealed += rows.length;
  }
  return done;
}

/** Stored values by the id of the key that sealed them; what no keyring has sealed is under `unknown`. */
export async function sealedBy(db: Db, keyring: Keyring): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { sealed } of await sealedValues(db)) {
    const id = keyIdOf(keyring, sealed) ?? 'unknown';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

async function sealedValues(db: Db): Promise<readonly SealedValue[]> {
  const keys = await db.query<{ account: string; gorgias_key: string; brevo_key: string }>(KEYS);
  const secrets = await db.query<{ account: string; sealed: string }>(SECRETS);
  return [
    ...keys.flatMap((row) =>
      COLUMNS.map((column) => {
        const { account, [column]: sealed } = row;
        return { account, sealed, place: keyPlace(account, column), swap: swapOf('accounts', column) };
      }),
    ),
    ...secrets.map(({ account, sealed }) => {
      return { account, sealed, place: secretPlace(account), swap: swapOf('privacy_keys', 'sealed') };
    }),
  ];
}

const COLUMNS = ['gorgias_key', 'brevo_key'] as const;
const KEYS = `select account, gorgias_key, brevo_key from accounts where state <> 'uninstalled' order by account`;
// Also of those that are uninstalled: whoever was erased stays so when the account comes back.
const SECRETS = 'select account, sealed from privacy_keys order by account';

function keyIdOf(keyring: Keyring, sealed: string): string | null {
  return keyring.keyIdOf(Buffer.from(sealed, 'base64'));
}

function swapOf(table: string, column: string): string {
  return `update ${table} set ${column} = $2 where account = $1 and ${column} = $3 returning account`;
}

/** Null when the key that sealed it is not among ours. */
function openOrNull(open: () => Buffer): Buffer | null {
  try {
    return open();
  } catch (thrown) {
    if (isConnectorError(thrown, 'config.invalid')) return null;
    throw thrown;
  }
}
