import { isConnectorError } from '../../domain/errors/connector-error';
import type { KeyTrial, KeyTrialInput, TriedVendor } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { askHelpdesk } from './known-helpdesk';

/** Asks each vendor one question with the new key. Never throws for what comes back: a key that could not be tried is told apart by its code. */
export async function tryKeys(deps: ActivityDeps, { account, keys, vendors }: KeyTrialInput): Promise<KeyTrial[]> {
  const clients = deps.withKeys(account, deps.store.accounts.openTrial(account, keys));
  try {
    const asked = {
      gorgias: () => askHelpdesk(deps, account, () => clients.gorgias.getAccount()),
      brevo: () => clients.brevo.getAccount(),
    };
    return await Promise.all(vendors.map((vendor) => ask(vendor, asked[vendor])));
  } finally {
    await clients.close();
  }
}

async function ask(vendor: TriedVendor, account: () => Promise<unknown>): Promise<KeyTrial> {
  try {
    await account();
    return { vendor, ok: true, refusal: null };
  } catch (thrown) {
    if (!isConnectorError(thrown)) throw thrown;
    return { vendor, ok: false, refusal: { code: thrown.code, message: thrown.message } };
  }
}
