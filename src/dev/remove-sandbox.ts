import type { Proxies } from '../config/environment/proxies';
import type { Keyring } from '../crypto/keyring';
import type { AccountRow, Store } from '../store/types';
import { createClient } from '../temporal/connect';
import { uninstall } from '../control/uninstall';
import { type Home, SANDBOX_FILE } from './home';

/** Real accounts that are installed already: they stand before any sandbox. */
export async function realAccounts(store: Store): Promise<readonly AccountRow[]> {
  return (await store.accounts.list()).filter(({ sandbox }) => !sandbox);
}

/**
 * Removes what a start without credentials has left: the sandbox' account never stands beside a real one (design D17). Its workflows end, and
 * all that was made up goes, down to the sandbox' own memory. Answers the accounts that are gone.
 */
export async function removeSandbox(
  { store, keyring, home }: { readonly store: Store; readonly keyring: Keyring; readonly home: Home },
  temporal: { readonly address: string | null; readonly proxies: Proxies },
): Promise<readonly string[]> {
  const made = (await store.accounts.list()).filter(({ sandbox }) => sandbox).map(({ account }) => account);
  if (made.length > 0) {
    const { client, close } = createClient({ keyring, ...temporal });
    try {
      for (const account of made) await uninstall({ client, store }, account, { purge: true });
    } finally {
      await close();
    }
  }
  home.remove(SANDBOX_FILE);
  return made;
}
