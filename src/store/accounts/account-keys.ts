import type { Keyring } from '../../crypto/keyring';

/** `trial`: keys that are no column's yet. */
export type KeyColumn = 'gorgias_key' | 'brevo_key' | 'trial';

/** Seals and opens the keys of accounts as they stand in the table: base64, each bound to its account and column. */
export interface AccountKeys {
  seal(secret: string, account: string, column: KeyColumn): string;
  /** Throws `config.invalid` when no known key opens it. */
  open(sealed: string, account: string, column: KeyColumn): string;
}

export function createAccountKeys(keyring: Keyring): AccountKeys {
  return {
    seal: (secret, account, column) =>
      keyring.seal(Buffer.from(secret, 'utf8'), keyPlace(account, column)).toString('base64'),
    open: (sealed, account, column) =>
      keyring.open(Buffer.from(sealed, 'base64'), keyPlace(account, column)).toString('utf8'),
  };
}

export function keyPlace(account: string, column: KeyColumn): string {
  return `accounts/${account}/${column}`;
}
