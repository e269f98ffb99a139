import { emailKey } from '../../domain/email';
import { ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import type { Customer } from '../../domain/records';
import type { GorgiasClient } from '../../gorgias/types';
import { emailsOf } from '../contacts/customer-detail';
import type { ActivityDeps } from '../deps';

/** An address is a channel of one customer; more than a few are none of that. */
const MOST = 30;

/** `passing`: Gorgias could not be asked, and may answer soon. `refused`: it will not before somebody has mended something. */
export type Looked = 'wider' | 'known' | 'passing' | 'refused';

/**
 * Asks Gorgias who has the address, as the main or as a second one: its lists tell of the main address only, so that is what everybody is known
 * by here. `wider`: the erasure is about more than was known. Where Gorgias cannot be asked the rest is erased all the same, and the receipt says so.
 */
export async function findOtherCustomers(deps: ActivityDeps, account: string, person: string): Promise<Looked> {
  const { privacy } = deps.store;
  const address = (await privacy.scope(account, person))?.emailKeys[0];
  if (address === undefined) return 'known';
  try {
    const found = await customersWith(deps.gorgias(account, 'live'), address);
    return (await privacy.widen(account, person, found)) ? 'wider' : 'known';
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code === 'bug') throw thrown;
    deps.log.warn('privacy.customers_not_asked', { account, person, code: thrown.code });
    return thrown.retryable ? 'passing' : 'refused';
  }
}

/** @throws `gorgias.rejected` when the list is not that of one address. */
async function customersWith(client: GorgiasClient, address: string): Promise<readonly Customer[]> {
  const page = { limit: MOST, orderBy: 'updated_datetime:desc', channelEmail: address } as const;
  const { rows, unreadable, nextCursor } = await client.listCustomers(page);
  if (nextCursor !== null || rows.length + unreadable.length >= MOST)
    throw new ConnectorError('gorgias.rejected', 'Gorgias lists too many customers to have one address');
  const found: Customer[] = [];
  for (const row of rows) if (await hasAddress(client, row, address)) found.push(row);
  return found;
}

/** Nobody is erased by a list alone: were the filter not understood, it would name anybody. */
async function hasAddress(client: GorgiasClient, row: Customer, address: string): Promise<boolean> {
  if (emailKey(row.email) === address) return true;
  try {
    return emailsOf(await client.getCustomer(row.id)).some((email) => emailKey(email) === address);
  } catch (thrown) {
    // Deleted since. One that was merged since is another on the next list.
    if (isConnectorError(thrown, 'gorgias.not_found')) return false;
    throw thrown;
  }
}
