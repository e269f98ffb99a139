import { latest, type Timestamp, timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import type { EnrichResult, SyncSetup } from '../types';
import { aboutCustomer, customerWithout, keepCustomer } from '../contacts/read-customer';

const SLICE_MS = 4_000;
/** Looked ahead so far; more customers than this are told as this many. */
export const MOST_TO_ENRICH = 20_000;
/** Details read within a day are fresh enough; a phone changes rarely and costs a request. */
const DETAIL_FRESH_MS = 24 * 3_600_000;

/** Details that were read before are read again: a day ago, or before all was kept of them that is kept now. */
export async function detailsFreshFrom(
  { store }: Pick<ActivityDeps, 'store'>,
  account: string,
  startMs: number,
): Promise<Timestamp> {
  const from = await store.accounts.detailsFrom(account);
  const dayBefore = timestampOf(startMs - DETAIL_FRESH_MS);
  return from === null ? dayBefore : latest(from, dayBefore);
}

/** Reads what only `GET /customers/{id}` tells (phone, further e-mails, shop data), newest activity first. */
export async function enrichCustomers(deps: ActivityDeps, setup: SyncSetup): Promise<EnrichResult> {
  const { account } = setup;
  const client = deps.gorgias(account, 'enrichment');
  const ids = await nextCustomers(deps, setup);
  const { done } = await eachRecord(deps, {
    account,
    items: ids,
    about: aboutCustomer,
    untilMs: deps.now().getTime() + SLICE_MS,
    work: (id) => keepCustomer(deps, account, { client, id }),
    without: (id, judged) => customerWithout(deps, account, { id, client, judged }),
  });
  return { enriched: done, remaining: ids.length - done };
}

async function nextCustomers(deps: ActivityDeps, setup: SyncSetup): Promise<readonly number[]> {
  if (setup.enrichSince === null) return [];
  const readSince = await detailsFreshFrom(deps, setup.account, Date.parse(setup.startedAt));
  return deps.store.facts.customersToEnrich(setup.account, {
    since: setup.enrichSince,
    readSince,
    limit: MOST_TO_ENRICH,
    runId: setup.runId,
  });
}
