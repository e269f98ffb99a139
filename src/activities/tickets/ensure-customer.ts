import { readCustomer } from '../contacts/read-customer';
import type { ActivityDeps } from '../deps';
import { endsSlice } from '../slice-end';

/** What Gorgias writes to a customer without saying so is seen at the latest by a look at a ticket after this time (spec 5a). */
const FRESH_MS = 10 * 60_000;
/** Merged into somebody who was merged meanwhile. */
const MOST_MERGES = 3;

/**
 * Reads the customer of a ticket that is looked at, unless that was done within ten minutes by the database's clock: a new ticket often comes
 * from a new person, and nothing else tells of a custom field. Whoever stands for a merged customer is read in their place.
 */
export async function ensureCustomer(deps: ActivityDeps, account: string, customerId: number): Promise<void> {
  const { facts } = deps.store;
  const client = deps.gorgias(account, 'live');
  let id: number | null = customerId;
  for (let merges = 0; id !== null && merges < MOST_MERGES; merges += 1) {
    const known = await facts.customerAge(account, id);
    const isFresh = known !== null && known.ageMs !== null && known.ageMs < FRESH_MS;
    try {
      id = isFresh ? known.mergedInto : await readCustomer(deps, account, { client, id });
    } catch (thrown) {
      // Known well enough: the next look asks again, and the ticket does not wait for it.
      if (known !== null && endsSlice(thrown, 1)) return;
      throw thrown;
    }
  }
}
