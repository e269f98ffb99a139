import type { Keyring } from '../crypto/keyring';
import { openPostgres } from './database/postgres';
import { createAccountSecrets } from './privacy/account-secrets';
import { createHistoryKeys, type HistoryKeys } from './privacy/history-keys';

/** The keys of histories alone, for whoever reads those: the schema stays as it is. */
export function openHistoryKeys({
  databaseUrl,
  keyring,
}: {
  readonly databaseUrl: string;
  readonly keyring: Keyring;
}): { readonly historyKeys: HistoryKeys; readonly close: () => Promise<void> } {
  const db = openPostgres(databaseUrl, () => undefined);
  return { historyKeys: createHistoryKeys(db, createAccountSecrets(keyring)), close: () => db.close() };
}
