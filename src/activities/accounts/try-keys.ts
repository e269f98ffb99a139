import { isConnectorError } from '../../domain/errors/connector-error';
import type { KeyTrial, KeyTrialInput, TriedVendor } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import type { TrialClients } from '../trial-clients';

/** Asks each vendor one question with the new key. Never throws for what comes back: a key that could not be tried is told apart by its code. */
export async function tryKeys(deps: ActivityDeps, { account, keys, vendors }: KeyTrialInput): Promise<KeyTrial[]> {
  const clients = deps.withKeys(account, deps.store.accounts.openTrial(account, keys));
  try {
    return await Promise.all(vendors.map((vendor) => ask(clients, vendor)));
  } finally {
    await clients.close();
  }
}

async function ask(clients: TrialClients, vendor: TriedVendor): Promise<KeyTrial> {
  try {
    await clients[vendor].getAccount();
    return { vendor, ok: true, refusal: null };
  } catch (thrown) {
    if (!isConnectorError(thrown)) throw thrown;
    return { vendor, ok: false, refusal: { code: thrown.code, message: thrown.message } };
  }
}
