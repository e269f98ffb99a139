import { checkListSettings, settingsOf } from '../../config/rules/check-lists';
import type { ConnectorConfig } from '../../config/types';
import { timestampOf, type Timestamp } from '../../domain/timestamp';
import type { Page, Ticket } from '../../domain/records';
import {
  type AccountSize,
  estimateRecent,
  estimateRows,
  importsFor,
  type ListSample,
  minutesFor,
  pagesFor,
  sampledSince,
} from '../../domain/sync/sync-estimate';
import type { Created, GorgiasClient, PageRequest } from '../../gorgias/types';
import type { RunRow } from '../../store/types';
import type { LastRun, SyncEstimate } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { allLists } from '../contacts/all-lists';
import { readTags } from '../contacts/reference';
import { type ListByName, listKey } from '../../domain/list-name';
import { tagSources } from '../../domain/contact/synced';
import { tagKey } from '../../domain/contact/tag';
import { detailsFreshFrom, MOST_TO_ENRICH } from './enrich';
import { whichLists } from './which-lists';

/** Custom fields, agents, tags. */
const REFERENCE_REQUESTS = 3;

/** What a full sync would cost. Counted after a completed sync; before that, extrapolated from the newest page of each list and its oldest. */
export async function estimateSync(deps: ActivityDeps, account: string): Promise<SyncEstimate> {
  const { runs } = deps.store;
  const [last, known] = await Promise.all([runs.lastWhole(account), runs.lastWhole(account, { dry: true })]);
  const exact = known !== null;
  const size = exact ? await knownSize(deps, account) : await sampledSize(deps, deps.gorgias(account, 'feed'), account);
  const contactsToWrite = exact ? (await deps.store.contacts.countDue(account)).due : size.customers;
  const lists = await countFurtherLists(deps, account, exact);
  const estimate = toEstimate(deps.configOf(account), size, { exact, contactsToWrite, lists });
  const lastRun = last === null ? null : lastRunOf(last);
  return { ...estimate, lists: await namedLists(deps, account), lastRun };
}

/** Brevo is asked only where a name is to be looked up. */
async function namedLists(deps: ActivityDeps, account: string): Promise<readonly ListByName[]> {
  const config = deps.configOf(account);
  if (settingsOf(config).every(({ list }) => typeof list === 'number')) return [];
  const numbers = await deps.store.contacts.namedLists(account);
  return checkListSettings(config, { lists: await allLists(deps.brevo(account, 'person')), numbers }).named;
}

function lastRunOf({ finishedAt, startedAt, totals }: RunRow): LastRun {
  const { seconds = 0, requests = 0 } = totals;
  return { finishedAt: finishedAt ?? startedAt, seconds, requests };
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
  const rowsOf = { tickets: size.tickets, satisfaction_surveys: size.surveys, customers: size.customers };
  const lists = whichLists(config).map((name) => ({ name, rows: rowsOf[name], requests: pagesFor(rowsOf[name]) }));
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

/** Lists besides the one that all contacts are on, of those that anybody is put on. */
async function countFurtherLists(deps: ActivityDeps, account: string, exact: boolean): Promise<number> {
  const { lists, tags, sync } = deps.configOf(account);
  const further = [
    ...(sync.satisfactionSurveys ? [lists.satisfiedCustomers, lists.dissatisfiedCustomers] : []),
    ...(sync.tickets ? [lists.openSupport] : []),
    ...(tagSources(tags.from, sync).length > 0 ? Object.values(tags.lists) : []),
  ];
  const named = new Set(further.flatMap((list) => (list === null ? [] : [listKey(list)])));
  return named.size + (tags.auto ? await countMadeLists(deps, account, exact) : 0);
}

/** Each tag has a list of its own, but for those that the configuration names. */
async function countMadeLists(deps: ActivityDeps, account: string, exact: boolean): Promise<number> {
  const { facts } = deps.store;
  const { tags, sync } = deps.configOf(account);
  const from = tagSources(tags.from, sync);
  if (from.length === 0) return 0;
  const named = new Set(Object.keys(tags.lists).map(tagKey));
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

/** By the newest page of each list and its oldest: two requests a list, and none for what nobody is to read, whose size is 0. */
export async function sampledSize(
  deps: Pick<ActivityDeps, 'configOf'>,
  gorgias: GorgiasClient,
  account: string,
): Promise<AccountSize> {
  const config = deps.configOf(account);
  const read = whichLists(config);
  const newest: TicketOfSample[] = [];
  const sampled = (isRead: boolean, list: Lister): Promise<ListSample> | ListSample =>
    isRead ? sample(gorgias, list) : NOTHING;
  const tickets = await sampled(read.includes('tickets'), async (client, page) => {
    const answer = await client.listTickets(page);
    if (page.orderBy === 'created_datetime:desc') newest.push(...answer.rows);
    return answer;
  });
  const surveys = await sampled(read.includes('satisfaction_surveys'), (client, page) => client.listSurveys(page));
  const customers = await sampled(read.includes('customers'), (client, page) => client.listCustomers(page));
  const isEnriched = config.enrich.activeWithinMs !== 'none';
  const messages = await sampled(isEnriched, (client, page) => client.listMessages(page));
  const windowMs = windowOf(config);
  const rows = { tickets: estimateRows(tickets), surveys: estimateRows(surveys), customers: estimateRows(customers) };
  // Whose tickets nobody reads is active by changes of their own alone.
  const active = read.includes('tickets')
    ? activeCustomers(newest, { tickets, total: rows.tickets, windowMs })
    : estimateRecent(customers, rows.customers, windowMs);
  return {
    ...rows,
    activeCustomers: Math.min(rows.customers, active),
    recentMessages: estimateRecent(messages, estimateRows(messages), windowMs),
  };
}

const NOTHING: ListSample = { createdAt: [], complete: true, oldest: [] };

type TicketOfSample = Pick<Ticket, 'createdAt' | 'customerId'>;

/** Whose details are read: counted where the sample reaches so far, else as many for a ticket as in the sample. */
function activeCustomers(
  newest: readonly TicketOfSample[],
  { tickets, total, windowMs }: { readonly tickets: ListSample; readonly total: number; readonly windowMs: number },
): number {
  const since = sampledSince(tickets, windowMs);
  const counted = newest.filter(({ createdAt }) => since === null || createdAt >= since);
  const people = new Set(counted.map(({ customerId }) => customerId)).size;
  if (since !== null || counted.length === 0) return people;
  return Math.round((estimateRecent(tickets, total, windowMs) * people) / counted.length);
}

/** Details that are older than a day are read again, as a run that starts now would. */
export async function countToEnrich(deps: ActivityDeps, account: string): Promise<number> {
  const now = deps.now().getTime();
  const since = timestampOf(Math.max(0, now - windowOf(deps.configOf(account))));
  const readSince = await detailsFreshFrom(deps, account, now);
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
  const timesOf = ({ rows }: Sampled): readonly Timestamp[] => rows.flatMap((row) => row.createdAt ?? []);
  const newest = await list(client, { limit: 100, orderBy: 'created_datetime:desc' });
  if (newest.nextCursor === null) return { createdAt: timesOf(newest), complete: true, oldest: [] };
  const oldest = await list(client, { limit: 100, orderBy: 'created_datetime:asc' });
  return { createdAt: timesOf(newest), complete: false, oldest: timesOf(oldest) };
}
