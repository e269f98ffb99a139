import type { LedgerEvent, NewCustomer } from '../../store/live/live-types';
import type { ActivityDeps } from '../deps';
import { deliverEvents } from '../events/deliver-events';
import type { IncrementalSetup } from '../types';

const SLICE = 200;

/** Tells the timelines of customers who are new since the installation, when `event_mapping` names that event. */
export async function tellCustomers(deps: ActivityDeps, setup: IncrementalSetup): Promise<void> {
  const { account, watchedFrom, dryRun } = setup;
  const name = deps.configOf(account).eventMapping['customer.created'];
  if (dryRun || name === undefined) return;
  const { ledger } = deps.store;
  const fresh = await ledger.newCustomers(account, watchedFrom, SLICE);
  await ledger.intend(
    account,
    fresh.map((customer) => toEvent(account, name, customer)),
  );
  await deliverEvents(deps, account, null);
}

function toEvent(account: string, name: string, { customerId, emailKey, createdAt }: NewCustomer): LedgerEvent {
  const key = `${account}/customer/${String(customerId)}/created/1`;
  const properties = { customer_id: customerId, event_key: key };
  return { key, name, emailKey, customerId, ticketId: null, happenedAt: createdAt, properties };
}
