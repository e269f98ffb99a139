import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { type ConnectorError, isConnectorError, MergedError } from '../../domain/errors/connector-error';
import { timestampOf } from '../../domain/timestamp';
import type { GorgiasClient } from '../../gorgias/types';
import type { ActivityDeps } from '../deps';
import { endsSlice } from '../slice-end';
import type { EnrichResult, SyncSetup } from '../types';
import { customerDetailFacts } from '../contacts/customer-detail';

const SLICE_MS = 4_000;
/** Looked ahead so far; more customers than this are told as this many. */
export const MOST_TO_ENRICH = 20_000;
/** Details read within a day are fresh enough; a phone changes rarely and costs a request. */
export const DETAIL_FRESH_MS = 24 * 3_600_000;
/** An answer that cannot be read this often is the customer's own fault, not the network's. */
const PATIENT_ATTEMPTS = 3;

/** Reads what only `GET /customers/{id}` tells (phone, further e-mails, shop data), newest activity first. */
export async function enrichCustomers(deps: ActivityDeps, setup: SyncSetup): Promise<EnrichResult> {
  const client = deps.gorgias(setup.account, 'enrichment');
  const until = deps.now().getTime() + SLICE_MS;
  const ids = await nextCustomers(deps, setup);
  let enriched = 0;
  for (const id of ids) {
    if (deps.now().getTime() >= until || cancellationSignal().aborted) break;
    try {
      await enrich(deps, setup, { client, id });
    } catch (thrown) {
      if (endsSlice(thrown, enriched)) break;
      throw thrown;
    }
    enriched += 1;
  }
  return { enriched, remaining: ids.length - enriched };
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

async function enrich(
  deps: ActivityDeps,
  setup: SyncSetup,
  { client, id }: { readonly client: GorgiasClient; readonly id: number },
): Promise<void> {
  const { facts } = deps.store;
  try {
    const detail = await client.getCustomer(id);
    const readAt = timestampOf(deps.now());
    const wanted = { fields: setup.fields, tagsFrom: deps.configOf(setup.account).tags.from };
    await facts.storeCustomerDetail(setup.account, customerDetailFacts(detail, wanted, readAt));
  } catch (thrown) {
    if (isConnectorError(thrown, 'gorgias.not_found')) return facts.markDeleted(setup.account, 'customer', id);
    if (thrown instanceof MergedError)
      return facts.markMerged(setup.account, 'customer', { id, survivorId: thrown.survivorId });
    if (!isOdd(thrown)) throw thrown;
    await skipCustomer(deps, setup, { id, code: thrown.code });
  }
}

/** Nothing that waiting would mend: this customer, and no other, is the trouble. */
function isOdd(thrown: unknown): thrown is ConnectorError {
  if (isConnectorError(thrown, 'gorgias.rejected', 'input.invalid')) return true;
  return isConnectorError(thrown, 'gorgias.protocol') && activityInfo().attempt >= PATIENT_ATTEMPTS;
}

/** Keeps what was known of the customer and goes on with the others. */
async function skipCustomer(
  deps: ActivityDeps,
  setup: SyncSetup,
  { id, code }: { readonly id: number; readonly code: string },
): Promise<void> {
  const entry = { kind: 'customer', key: String(id), step: 'read', cause: 'unreadable', held: false } as const;
  await deps.store.quarantine.put(setup.account, [{ ...entry, detail: `details: ${code}` }]);
  await deps.store.facts.passCustomerDetail(setup.account, id, timestampOf(deps.now()));
}
