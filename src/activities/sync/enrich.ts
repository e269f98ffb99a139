import { MergedError } from '../../domain/errors/connector-error';
import { timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { setAsideRead } from '../set-aside';
import type { EnrichResult, SyncSetup } from '../types';
import { customerDetailFacts } from '../contacts/customer-detail';

const SLICE_MS = 4_000;
/** Looked ahead so far; more customers than this are told as this many. */
export const MOST_TO_ENRICH = 20_000;
/** Details read within a day are fresh enough; a phone changes rarely and costs a request. */
export const DETAIL_FRESH_MS = 24 * 3_600_000;

/** Reads what only `GET /customers/{id}` tells (phone, further e-mails, shop data), newest activity first. */
export async function enrichCustomers(deps: ActivityDeps, setup: SyncSetup): Promise<EnrichResult> {
  const { account } = setup;
  const { facts } = deps.store;
  const client = deps.gorgias(account, 'enrichment');
  const ids = await nextCustomers(deps, setup);
  const wanted = { fields: setup.fields, tagsFrom: deps.configOf(account).tags.from };
  const { done } = await eachRecord(deps, {
    account,
    items: ids,
    about: (id) => `customer/${String(id)}`,
    untilMs: deps.now().getTime() + SLICE_MS,
    work: async (id) => {
      const detail = await client.getCustomer(id);
      await facts.storeCustomerDetail(account, customerDetailFacts(detail, wanted, timestampOf(deps.now())));
    },
    without: async (id, { disposition, error }) => {
      if (error instanceof MergedError)
        return facts.markMerged(account, 'customer', { id, survivorId: error.survivorId });
      if (disposition === 'known') return facts.markDeleted(account, 'customer', id);
      // What was known of the customer stands.
      await setAsideRead(deps, account, { kind: 'customer', key: String(id), error, detail: 'details' });
      await facts.passCustomerDetail(account, id, timestampOf(deps.now()));
    },
  });
  return { enriched: done, remaining: ids.length - done };
}

function nextCustomers(deps: ActivityDeps, setup: SyncSetup): Promise<readonly number[]> {
  if (setup.enrichSince === null) return Promise.resolve([]);
  const readSince = timestampOf(Date.parse(setup.startedAt) - DETAIL_FRESH_MS);
  return deps.store.facts.customersToEnrich(setup.account, {
    since: setup.enrichSince,
    readSince,
    limit: MOST_TO_ENRICH,
  });
}
