import { activityInfo } from '@temporalio/activity';
import { type Intent, type NewCustomer, UNFIT_ADDRESS } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { deliverToCustomers } from './deliver-timeline';
import { endsSlice } from '../slice-end';
import { isFit } from '../tickets/ticket-details';
import type { IncrementalSetup } from '../types';

const SLICE = 200;
/** With Temporal's back-off about a minute. */
const PATIENT_ATTEMPTS = 6;

/**
 * Publishes on their timelines the customers who are new since `event_mapping` names that event: some in each call. Answers whether all are
 * written down.
 */
export async function publishNewCustomers(
  deps: ActivityDeps,
  { account, dryRun }: Pick<IncrementalSetup, 'account' | 'dryRun'>,
): Promise<{ readonly done: boolean }> {
  const name = deps.configOf(account).eventMapping[CREATED];
  if (dryRun) return { done: true };
  if (name === undefined) {
    await giveUpWaiting(deps, account);
    return { done: true };
  }
  const fresh = await newCustomers(deps, account, SLICE);
  const ofBefore = await fromBefore(deps, account, fresh);
  await deps.store.liveTransaction(async ({ outbox }) => {
    await outbox.intend(
      account,
      fresh.map((customer) => toIntent(account, name, customer)),
    );
    for (const { customerId, emailKey } of fresh) {
      if (!isFit(deps, account, emailKey)) await outbox.giveUp(account, keyOf(account, customerId), UNFIT_ADDRESS);
    }
    for (const { customerId } of ofBefore) await outbox.giveUp(account, keyOf(account, customerId), FROM_BEFORE);
  });
  try {
    await deliverToCustomers(deps, account);
  } catch (thrown) {
    // Contacts that become due meanwhile are not to wait behind it: publishing begins with them again when the next run finds this due.
    if (activityInfo().attempt < PATIENT_ATTEMPTS || !endsSlice(thrown, 1)) throw thrown;
    return { done: true };
  }
  return { done: fresh.length < SLICE };
}

/** Whether {@link publishNewCustomers} would find anybody. */
export async function areCustomersNew(deps: ActivityDeps, account: string): Promise<boolean> {
  if ((await deps.store.outbox.unsettled(account, null)).length > 0) return true;
  const isNamed = deps.configOf(account).eventMapping[CREATED] !== undefined;
  return isNamed && (await newCustomers(deps, account, 1)).length > 0;
}

async function newCustomers(deps: ActivityDeps, account: string, limit: number): Promise<readonly NewCustomer[]> {
  const { accounts, outbox } = deps.store;
  const since = (await accounts.publishedSince(account)).get(CREATED) ?? (await accounts.find(account))?.publishFrom;
  return since === undefined ? [] : outbox.newCustomers(account, since, limit);
}

/** Of people who were erased and came back it may have been told already. */
async function fromBefore(
  deps: ActivityDeps,
  account: string,
  fresh: readonly NewCustomer[],
): Promise<readonly NewCustomer[]> {
  const old: NewCustomer[] = [];
  for (const one of fresh) {
    const { since } = await deps.store.privacy.cameBack(account, { ...one, ticketId: null });
    if (since !== null && one.createdAt < since) old.push(one);
  }
  return old;
}

const CREATED = 'customer.created';
const FROM_BEFORE = 'the customer was there before the person was erased and allowed back';
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
