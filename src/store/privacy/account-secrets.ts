import { hkdfSync, randomBytes } from 'node:crypto';
import type { Keyring } from '../../crypto/keyring';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';

/** What is made of an account's secret: the key of the hashes of erased people, and the key that seals the keys of histories. */
export interface AccountSecret {
  readonly hashKey: Buffer;
  readonly sealingKey: Buffer;
}

export interface AccountSecrets {
  /** Makes one when there is none. */
  made(db: Db, account: string): Promise<AccountSecret>;
  opened(account: string, sealed: string): AccountSecret;
}

const SECRET_BYTES = 32;

/**
 * A secret of each account's that never changes, sealed with the encryption key: when that is rotated, one small value is sealed anew
 * (`store/accounts/reseal.ts`), the erased are known as before, and all histories open.
 */
export function createAccountSecrets(keyring: Keyring): AccountSecrets {
  const known = new Map<string, AccountSecret>();
  const opened = (account: string, sealed: string): AccountSecret => {
    const secret = known.get(sealed) ?? derived(keyring.open(Buffer.from(sealed, 'base64'), secretPlace(account)));
    known.set(sealed, secret);
    return secret;
  };
  const read = (db: Db, account: string): Promise<readonly Sealed[]> => db.query<Sealed>(READ, [account]);
  return {
    opened,
    made: async (db, account) => {
      const [row] = await read(db, account);
      if (row !== undefined) return opened(account, row.sealed);
      const fresh = keyring.seal(randomBytes(SECRET_BYTES), secretPlace(account)).toString('base64');
      await db.query(MAKE, [account, fresh]);
      return opened(account, onlyRow(await read(db, account)).sealed);
    },
  };
}

export function secretPlace(account: string): string {
  return `privacy_keys/${account}`;
}

function derived(secret: Buffer): AccountSecret {
  const keyFor = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, SECRET_BYTES));
  return { hashKey: keyFor('hashes of erased people'), sealingKey: keyFor('keys of histories') };
}

interface Sealed {
  readonly sealed: string;
}

const READ = 'select sealed from privacy_keys where account = $1';

const MAKE = 'insert into privacy_keys (account, sealed) values ($1, $2) on conflict (account) do nothing';
