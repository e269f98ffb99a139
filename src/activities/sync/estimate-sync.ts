import type { ConnectorConfig } from '../../config/types';
import { timestampOf, type Timestamp } from '../../domain/timestamp';
import type { Page } from '../../domain/records';
import {
  type AccountSize,
  estimateRecent,
  estimateRows,
  importsFor,
  type ListSample,
  minutesFor,
  pagesFor,
} from '../../domain/sync/sync-estimate';
import type { Created, GorgiasClient, PageRequest } from '../../gorgias/types';
import type { SyncEstimate } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { readTags } from '../contacts/reference';
import { tagKey } from '../../domain/contact/tag';
import { DETAIL_FRESH_MS, MOST_TO_ENRICH } from './enrich';

/** Newest pages looked at per list while the size of the account is not known. */
const SAMPLE_PAGES = 2;
/** Custom fields, agents, tags. */
const REFERENCE_REQUESTS = 3;

/** What a full sync would cost. Counted after a completed sync; before that, extrapolated from the newest pages of each list. */
export async function estimateSync(deps: ActivityDeps, account: string): Promise<SyncEstimate> {
  const exact = (await deps.store.runs.lastCompleted(account, 'full')) !== null;
  const size = exact ? await knownSize(deps, account) : await sampledSize(deps, account);
  const contactsToWrite = exact ? (await deps.store.contacts.countDue(account)).due : size.customers;
  const lists = await countFurtherLists(deps, account, exact);
  return toEstimate(deps.configOf(account), size, { exact, contactsToWrite, lists });
}

function toEstimate(
  config: ConnectorConfig,
  size: AccountSize,
  {
    exact,
    contactsToWrite,
    lists: furtherLists,
  }: { readonly exact: boolean; readonly contactsToWrite: number; readonly lists: number },
): SyncEstimate {
  const lists = [
    { name: 'tickets', rows: size.tickets, requests: pagesFor(size.tickets) },
    { name: 'satisfaction_surveys', rows: size.surveys, requests: pagesFor(size.surveys) },
    { name: 'customers', rows: size.customers, requests: pagesFor(size.customers) },
  ];
  const listRequests = REFERENCE_REQUESTS + lists.reduce((sum, list) => sum + list.requests, 0);
  const enriching = config.enrich.activeWithinMs !== 'none';
  const enrichmentRequests = enriching ? size.activeCustomers + pagesFor(size.recentMessages) : 0;
  const listMinutes = minutesFor(listRequests, config.rate);
  return {
    exact,
    resources: lists,
    listRequests,
    enrichmentRequests,
    listMinutes,
    enrichmentMinutes: Math.round((minutesFor(listRequests + enrichmentRequests, config.rate) - listMinutes) * 10) / 10,
    contactsToWrite,
    brevoImports: importsFor(contactsToWrite, {
      attributes: Object.values(config.fieldMapping),
      lists: furtherLists,
    }),
  };
}

/** Lists besides the one that all contacts are on. */
async function countFurtherLists(deps: ActivityDeps, account: string, exact: boolean): Promise<number> {
  const { lists, tags } = deps.configOf(account);
  const named = new Set([lists.satisfiedCustomers, lists.dissatisfiedCustomers, ...Object.values(tags.lists)]);
  named.delete(null);
  return named.size + (tags.auto ? await countMadeLists(deps, account, exact) : 0);
}

/** Each tag has a list of its own, but for those that the configuration names. */
async function countMadeLists(deps: ActivityDeps, account: string, exact: boolean): Promise<number> {
  const { facts } = deps.store;
  const { from, lists } = deps.configOf(account).tags;
  const named = new Set(Object.keys(lists).map(tagKey));
  const used = exact
    ? [
        ...(from.includes('tickets') ? await facts.tagNames(account) : []),
        ...(from.includes('shopify') ? await facts.shopTagNames(account) : []),
      ]
    : ((await readTags(deps, account, deps.gorgias(account, 'feed'))) ?? []).map(({ name }) => name);
  return new Set(used.map(tagKey).filter((key) => !named.has(key))).size;
}

async function knownSize(deps: ActivityDeps, account: string): Promise<AccountSize> {
  const counts = await deps.store.facts.counts(account);
  return {
    tickets: counts.tickets,
    surveys: counts.surveys,
    customers: counts.customers,
    activeCustomers: await countToEnrich(deps, account),
    // A later run reads only what was written since the last one.
    recentMessages: 0,
  };
}

async function sampledSize(deps: ActivityDeps, account: string): Promise<AccountSize> {
  const gorgias = deps.gorgias(account, 'feed');
  const customerIds: (number | null)[] = [];
  const tickets = await sample(gorgias, async (client, page) => {
    const answer = await client.listTickets(page);
    customerIds.push(...answer.rows.map((ticket) => ticket.customerId));
    return answer;
  });
  const surveys = await sample(gorgias, (client, page) => client.listSurveys(page));
  const customers = await sample(gorgias, (client, page) => client.listCustomers(page));
  const messages = await sample(gorgias, (client, page) => client.listMessages(page));
  const windowMs = windowOf(deps.configOf(account));
  const rows = { tickets: estimateRows(tickets), surveys: estimateRows(surveys), customers: estimateRows(customers) };
  const distinctShare = customerIds.length === 0 ? 0 : new Set(customerIds).size / customerIds.length;
  const recentTickets = estimateRecent(tickets, rows.tickets, windowMs);
  return {
    ...rows,
    activeCustomers: Math.min(rows.customers, Math.round(recentTickets * distinctShare)),
    recentMessages: estimateRecent(messages, estimateRows(messages), windowMs),
  };
}

/** Details that are older than a day are read again, as a run that starts now would. */
async function countToEnrich(deps: ActivityDeps, account: string): Promise<number> {
  const now = deps.now().getTime();
  const since = timestampOf(Math.max(0, now - windowOf(deps.configOf(account))));
  const readSince = timestampOf(now - DETAIL_FRESH_MS);
  return (await deps.store.facts.customersToEnrich(account, { since, readSince, limit: MOST_TO_ENRICH })).length;
}

function windowOf(config: ConnectorConfig): number {
  const within = config.enrich.activeWithinMs;
  if (within === 'none') return 0;
  return within === 'all' ? Number.MAX_SAFE_INTEGER : within;
}

/** Null: Gorgias does not say it. */
type Sampled = Page<{ readonly createdAt: Timestamp | null }>;

type Lister = (client: GorgiasClient, page: PageRequest & { orderBy: Created }) => Promise<Sampled>;

async function sample(client: GorgiasClient, list: Lister): Promise<ListSample> {
  const createdAt: Timestamp[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < SAMPLE_PAGES; page += 1) {
    const answer: Sampled = await list(client, {
      cursor: cursor ?? undefined,
      limit: 100,
      orderBy: 'created_datetime:desc',
    });
    createdAt.push(...answer.rows.flatMap((row) => row.createdAt ?? []));
    cursor = answer.nextCursor;
    if (cursor === null) return { createdAt, complete: true, oldest: createdAt.at(-1) ?? null };
  }
  const oldest = await list(client, { limit: 1, orderBy: 'created_datetime:asc' });
  return { createdAt, complete: false, oldest: oldest.rows[0]?.createdAt ?? null };
}
