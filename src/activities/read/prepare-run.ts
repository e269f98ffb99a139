import { checkMapping } from '../../config/check-mapping';
import type { BrevoClient } from '../../brevo/types';
import type { ConnectorConfig } from '../../config/types';
import { ConnectorError } from '../../domain/errors';
import type { ResolvedField } from '../../domain/mapping-types';
import type { Timestamp } from '../../domain/records';
import type { FullSyncInput, Resource } from '../../workflows/messages';
import { type ActivityDeps, timestamp } from '../deps';
import { allLists } from '../publish/tag-lists';
import type { SyncSetup, WalkedResource } from '../types';

const DAY_MS = 86_400_000;

/**
 * Decides once what this run does, and finds before it what Brevo would swallow silently: missing attributes (created when allowed), wrong
 * types, unknown fields, lists that don't exist. Safe to run twice: the run keeps its first start time.
 * @throws `config.invalid` with all faults of the mapping, `input.unknown_account`.
 */
export async function prepareRun(deps: ActivityDeps, input: FullSyncInput, runId: string): Promise<SyncSetup> {
  const { config, store } = deps;
  await store.accounts.credentials(input.account);
  const request = { ...input };
  const { startedAt } = await store.runs.begin(input.account, { runId, type: 'full', request });
  const brevo = deps.brevo(input.account);
  const walks = walksOf(input, config);
  return {
    account: input.account,
    runId,
    startedAt,
    walks,
    since: input.since === undefined ? null : timestamp(new Date(input.since)),
    pageSize: input.batchSize ?? 100,
    requestsPerSecond: config.rate.perSecond,
    dryRun: input.dryRun === true,
    fields: await resolveMapping(deps, brevo, input),
    enrichSince: enrichSince(config, startedAt),
    expectedRows: await expectedRows(deps, input.account),
  };
}

/**
 * Tickets and surveys come before customers: when a page of customers is read, everything about them is known, and each contact is
 * written once and complete (docs/decisions/read-order.md).
 */
function walksOf(input: FullSyncInput, config: ConnectorConfig): readonly WalkedResource[] {
  const walks: WalkedResource[] = [];
  if (config.sync.tickets && wants(input, 'tickets')) walks.push('tickets');
  if (config.sync.satisfactionSurveys && wants(input, 'satisfaction_surveys')) walks.push('satisfaction_surveys');
  if (config.sync.customers && wants(input, 'customers')) walks.push('customers');
  return walks;
}

function wants(input: FullSyncInput, resource: Resource): boolean {
  return input.resources === undefined || input.resources.includes(resource);
}

/** From midnight, so that runs of one day agree on which tickets count. */
function enrichSince(config: ConnectorConfig, startedAt: Timestamp): Timestamp | null {
  const within = config.enrich.activeWithinMs;
  if (within === 'none') return null;
  if (within === 'all') return '1970-01-01T00:00:00.000000Z';
  const day = Math.floor((Date.parse(startedAt) - within) / DAY_MS) * DAY_MS;
  return timestamp(new Date(day));
}

async function resolveMapping(
  deps: ActivityDeps,
  brevo: BrevoClient,
  input: FullSyncInput,
): Promise<readonly ResolvedField[]> {
  const customFields = await deps.store.facts.customFields(input.account);
  const attributes = await brevo.listAttributes();
  const checked = checkMapping(deps.config, { attributes, customFields });
  const faults = [...checked.faults.map((fault) => fault.sentence), ...(await missingLists(deps.config, brevo))];
  if (faults.length > 0)
    throw new ConnectorError('config.invalid', faults.join('\n'), { details: { field: 'field_mapping' } });
  if (input.dryRun !== true) {
    for (const { name, type } of checked.create) await brevo.createAttribute(name, type);
  }
  return checked.resolved;
}

async function missingLists(config: ConnectorConfig, brevo: BrevoClient): Promise<readonly string[]> {
  const wanted: readonly (readonly [string, number | null])[] = [
    ['lists.all_support_contacts', config.lists.allSupportContacts],
    ['lists.satisfied_customers', config.lists.satisfiedCustomers],
    ['lists.dissatisfied_customers', config.lists.dissatisfiedCustomers],
    ...Object.entries(config.tags.lists).map(([tag, list]) => [`tags.lists.${tag}`, list] as const),
  ];
  const existing = new Set((await allLists(brevo)).map((list) => list.id));
  return wanted
    .filter(([, list]) => list !== null && !existing.has(list))
    .map(([field, list]) => `${field}: Brevo has no list ${String(list)}; create it there, or correct the number`);
}

async function expectedRows(deps: ActivityDeps, account: string): Promise<SyncSetup['expectedRows']> {
  if ((await deps.store.runs.lastCompleted(account)) === null) return {};
  const counts = await deps.store.facts.counts(account);
  return { customers: counts.customers, tickets: counts.tickets, satisfaction_surveys: counts.surveys };
}
