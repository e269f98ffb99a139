import { timestampOf } from '../../domain/timestamp';
import type { FullSyncInput } from '../../workflows/messages';
import { requireOpen } from '../admission';
import type { ActivityDeps } from '../deps';
import { brevoOf, enrichSince, resolveMapping } from '../contacts/mapping';
import { markWhenRulesChanged } from '../contacts/rules-digest';
import { nameUnknownTags } from '../contacts/unknown-tags';
import type { Expected, SyncSetup } from '../types';
import { expectedOf } from './expected';
import { whichLists } from './which-lists';

interface PrepareInput extends FullSyncInput {
  /** What an earlier part of the run has found out: its percentages are by that. */
  readonly expected?: Expected;
}

/**
 * Decides once what this run does, and finds before it what Brevo would swallow silently: missing attributes (created when allowed), wrong
 * types, unknown fields, lists that don't exist. Safe to run twice: the run keeps its first start time.
 * @throws `config.invalid` with all faults of the mapping, `input.unknown_account`.
 */
export async function prepareRun(
  deps: ActivityDeps,
  { expected, ...input }: PrepareInput,
  runId: string,
): Promise<SyncSetup> {
  const { store } = deps;
  const config = deps.configOf(input.account);
  await store.accounts.credentials(input.account);
  await requireOpen(deps, input.account);
  const request = { ...input };
  const { startedAt } = await store.runs.begin(input.account, { runId, type: 'full', request });
  const walks = whichLists(config, input.resources);
  await nameUnknownTags(deps, input.account);
  const resolved = await resolveMapping(deps, input.account, { create: input.dryRun !== true });
  // With the lists that names stand for by now.
  if (input.dryRun !== true) await markWhenRulesChanged(deps, input.account);
  const setup = {
    account: input.account,
    runId,
    startedAt,
    walks,
    since: input.since === undefined ? null : timestampOf(new Date(input.since)),
    pageSize: input.batchSize ?? 100,
    requestsPerSecond: config.rate.perSecond,
    dryRun: input.dryRun === true,
    ...resolved,
    brevo: await brevoOf(deps, input.account),
    enrichSince: enrichSince(config, startedAt),
    atOnce: Math.max(0, config.rate.burst - config.rate.reserve),
    scheduledPerSecond: (QUIET_RUN_REQUESTS * 1_000) / config.schedule.everyMs,
  };
  return { ...setup, ...(expected ?? (await expectedOf(deps, setup))) };
}

/** Of an incremental sync that finds nothing. */
const QUIET_RUN_REQUESTS = 4;
