import { readCustomer } from '../contacts/read-customer';
import type { ActivityDeps } from '../deps';

/** Gorgias takes so many ids of tickets in one request. */
const PAGE = 100;
/** In one run; the rest comes with the next. */
const MOST_PAGES = 10;
const MOST_CUSTOMERS = 20;

/**
 * Reads again what an event named and no list will show: tickets whose tag was merged away (C6), and customers whom another was merged into.
 * The tickets in the lowest lane, which leaves the account's budget to everybody else. When it has none left, the next run goes on.
 */
export async function readAgain(deps: ActivityDeps, account: string): Promise<void> {
  await readCustomers(deps, account);
  await readTickets(deps, account);
}

async function readCustomers(deps: ActivityDeps, account: string): Promise<void> {
  const { facts } = deps.store;
  const client = deps.gorgias(account, 'feed');
  for (const id of await facts.recordsToRead(account, 'customer', MOST_CUSTOMERS)) {
    await readCustomer(deps, account, { client, id });
    await facts.recordsRead(account, 'customer', [id]);
  }
}

async function readTickets(deps: ActivityDeps, account: string): Promise<void> {
  const { facts } = deps.store;
  const client = deps.gorgias(account, 'enrichment');
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const ticketIds = await facts.recordsToRead(account, 'ticket', PAGE);
    if (ticketIds.length === 0) return;
    const { rows } = await client.listTickets({ ticketIds, limit: PAGE, orderBy: 'updated_datetime:desc' });
    await facts.storeTickets(account, rows, null);
    // One that is not in the answer is gone: it carries nothing any more.
    await facts.recordsRead(account, 'ticket', ticketIds);
  }
}
