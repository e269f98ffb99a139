import { type WritableJournal } from '../http/journal';
import { type SandboxRequest } from '../http/types';
import { type BrevoAccount, type BrevoAccountOptions, createAccount, type ServedAccount } from './account';

/** The accounts of this Brevo, each behind its key. */
export interface BrevoAccounts {
  open(options: BrevoAccountOptions & { readonly name: string }): BrevoAccount;
  /** The account that a request's key opens. */
  of(headers: SandboxRequest['headers']): ServedAccount | null;
  /** How many there are. */
  readonly size: number;
}

export function createAccounts({
  clock,
  journal,
}: {
  readonly clock: () => number;
  readonly journal: WritableJournal;
}): BrevoAccounts {
  const keys = new Map<ServedAccount, string>();
  const holderOf = (apiKey: string): ServedAccount | null => {
    for (const [account, key] of keys) if (key === apiKey) return account;
    return null;
  };
  const giveKey = (account: ServedAccount, apiKey: string): void => {
    const holder = holderOf(apiKey);
    if (holder !== null && holder !== account)
      throw new Error(`the key opens Brevo's account "${holder.name}" already`);
    keys.set(account, apiKey);
  };
  return {
    open: ({ apiKey, name, ...options }) => {
      for (const { name: taken } of keys.keys()) if (taken === name) throw new Error(`there is an account "${name}"`);
      const account = createAccount(options, { name, number: keys.size + 1, clock, journal });
      giveKey(account, apiKey);
      const { state, switches, people } = account;
      return { name, state, switches, people, setApiKey: (key) => giveKey(account, key) };
    },
    of: ({ 'api-key': apiKey }) => (apiKey === undefined ? null : holderOf(apiKey)),
    get size() {
      return keys.size;
    },
  };
}
