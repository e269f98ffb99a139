import type { Intent, NewCustomer } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { deliverTimeline } from './deliver-timeline';
import { isFit } from '../tickets/ticket-details';
import type { IncrementalSetup } from '../types';

const SLICE = 200;

/** Publishes on their timelines the customers who are new since `event_mapping` names that event. */
export async function publishNewCustomers(deps: ActivityDeps, setup: IncrementalSetup): Promise<void> {
  const { account, watchedFrom, dryRun } = setup;
  const name = deps.configOf(account).eventMapping[CREATED];
  if (dryRun) return;
  if (name === undefined) return giveUpWaiting(deps, account);
  const since = (await deps.store.accounts.publishedSince(account)).get(CREATED) ?? watchedFrom;
  const fresh = await deps.store.outbox.newCustomers(account, since, SLICE);
  await deps.store.liveTransaction(async ({ outbox }) => {
    await outbox.intend(
      account,
      fresh.map((customer) => toIntent(account, name, customer)),
    );
    for (const { customerId, emailKey } of fresh) {
      if (!isFit(deps, account, emailKey)) await outbox.giveUp(account, keyOf(account, customerId), NOBODY);
    }
  });
  await deliverTimeline(deps, account, null);
}

const CREATED = 'customer.created';
const NOBODY = 'nobody is written to at this address';
const UNNAMED = 'event_mapping has no name for it any more';

async function giveUpWaiting({ store: { outbox } }: ActivityDeps, account: string): Promise<void> {
  for (const { key } of await outbox.unsettled(account, null)) await outbox.giveUp(account, key, UNNAMED);
}

function toIntent(account: string, name: string, { customerId, emailKey, createdAt }: NewCustomer): Intent {
  const key = keyOf(account, customerId);
  const params = { customer_id: customerId, event_key: key };
  return { key, name, emailKey, customerId, ticketId: null, happenedAt: createdAt, params };
}

function keyOf(account: string, customerId: number): string {
  return `${account}/customer/${String(customerId)}/created/1`;
}
