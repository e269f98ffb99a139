import { ConnectorError } from '../../domain/errors/connector-error';
import { latest, timestampOf, plus, type Timestamp } from '../../domain/timestamp';
import type { IncrementalSyncInput, Resource } from '../../workflows/messages';
import { requireOpen } from '../admission';
import type { ActivityDeps } from '../deps';
import { enrichSince } from '../contacts/mapping';
import { markWhenRulesChanged } from '../contacts/rules-digest';
import type { IncrementalSetup, WalkedResource } from '../types';
import { surveysFrom } from './surveys-from';

/** Read again with every run: rows and events are written a little late, and clocks differ a little (gorgias-api.md 6). */
const OVERLAP_MS = 5 * 60_000;

/**
 * Where each list was read to, and what is to be read now. The first run reads from the moment of installation on.
 * @throws `input.unknown_account`.
 */
export async function prepareIncremental(
  deps: ActivityDeps,
  input: IncrementalSyncInput,
  runId: string,
): Promise<IncrementalSetup> {
  const { store } = deps;
  const { account } = input;
  await store.accounts.credentials(account);
  await requireOpen(deps, account);
  const known = await store.accounts.find(account);
  if (known === null) throw new ConnectorError('input.unknown_account', `No account ${account} is installed.`);
  const { startedAt } = await store.runs.begin(account, { runId, type: 'incremental', request: { ...input } });
  const floors = await floorsOf(deps, input, { startedAt, watchedFrom: known.publishFrom });
  if (input.dryRun !== true) await markWhenRulesChanged(deps, account);
  return {
    account,
    runId,
    startedAt,
    floors,
    // Asked of Brevo where it is published: reading depends on Gorgias alone.
    fields: [],
    enrichSince: enrichSince(deps.configOf(account), startedAt),
    since: null,
    expectedRows: {},
    lane: 'feed',
    walks: ORDER.filter((resource) => floors[resource] !== undefined),
    pageSize: input.batchSize ?? 100,
    requestsPerSecond: deps.configOf(account).rate.perSecond,
    dryRun: input.dryRun === true,
    watchedFrom: known.publishFrom,
    ownSince: input.since !== undefined,
    publishes: await publishes(deps, account),
  };
}

/** What is signalled soonest comes first: tickets are signalled before their customers are read. */
const ORDER: readonly WalkedResource[] = ['events', 'tickets', 'satisfaction_surveys', 'customers', 'messages'];

interface Since {
  readonly startedAt: Timestamp;
  readonly watchedFrom: Timestamp;
}

async function floorsOf(
  deps: ActivityDeps,
  input: IncrementalSyncInput,
  since: Since,
): Promise<Partial<Record<WalkedResource, Timestamp>>> {
  const { sync } = deps.configOf(input.account);
  const wants = (resource: Resource, enabled: boolean): boolean =>
    enabled && (input.resources === undefined || input.resources.includes(resource));
  const requestedSince = input.since === undefined ? null : timestampOf(new Date(input.since));
  const from = async (resource: WalkedResource): Promise<Timestamp> =>
    requestedSince ??
    plus((await deps.store.runs.watermark(input.account, resource)) ?? since.watchedFrom, -OVERLAP_MS);
  const floors: Partial<Record<WalkedResource, Timestamp>> = {};
  // What happened before nobody is to hear of: an account that was away does not read back what it has missed.
  if (input.resources === undefined && requestedSince === null)
    floors.events = latest(await from('events'), plus(since.watchedFrom, -OVERLAP_MS));
  if (wants('tickets', sync.tickets)) floors.tickets = await from('tickets');
  if (wants('customers', sync.customers)) floors.customers = await from('customers');
  if (wants('satisfaction_surveys', sync.satisfactionSurveys)) {
    // Their events tell of them; below that the sweep is the net.
    if (requestedSince !== null) floors.satisfaction_surveys = requestedSince;
    else if (input.resources !== undefined)
      floors.satisfaction_surveys = surveysFrom(deps.configOf(input.account), since.startedAt);
  }
  // Messages are walked by the full sync first; from there on what is new is added.
  const known = await deps.store.runs.watermark(input.account, 'messages');
  if (known !== null && wants('tickets', sync.tickets) && requestedSince === null)
    floors.messages = plus(known, -OVERLAP_MS);
  return floors;
}

/** While a first full sync reads, contacts are incomplete: it publishes them itself when they are not. */
async function publishes({ store }: ActivityDeps, account: string): Promise<boolean> {
  const last = await store.runs.last(account, 'full');
  if (last?.state !== 'running' || (await store.runs.lastWhole(account, { dry: true })) !== null) return true;
  // Its workflow may have been terminated, which nobody is told of.
  return !(await store.runs.isAlive(account, last.runId));
}
