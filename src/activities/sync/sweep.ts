import { type ConnectorError, type ErrorCode, isConnectorError } from '../../domain/errors/connector-error';
import { isStop } from '../../domain/errors/stop';
import type { ConnectorConfig } from '../../config/types';
import { type Sweep, SWEEP_PARTS, type SweepPart } from '../../store/sync/sweeps';
import type { ActivityDeps } from '../deps';
import type { IncrementalSetup, SweepResult, SyncSetup } from '../types';
import { compareHolders, compareMembers } from './compare-open-support';
import { readPages } from './read-pages';
import { surveysFrom } from './surveys-from';

const DAY_MS = 86_400_000;
/** Over by themselves, for the run's own lists too. */
const PASSES: readonly ErrorCode[] = [
  'gorgias.rate_limited',
  'gorgias.unavailable',
  'gorgias.timeout',
  'brevo.rate_limited',
  'brevo.unavailable',
  'brevo.timeout',
];
const MOST_FAILURES = 5;

/** A slice of one part. `position`: where the next one begins; null: the part is through. */
type Slice = (deps: ActivityDeps, setup: SyncSetup, sweep: Sweep) => Promise<number | null>;

/**
 * What changes without a word (spec 5a): marks whom time alone has moved, and goes on with the sweep, for one slice, in the lowest lane. It
 * belongs to a run and holds up none: where the budget or a vendor has nothing left for it, the next run goes on from the same place.
 */
export async function sweep(deps: ActivityDeps, setup: IncrementalSetup): Promise<SweepResult> {
  const { account } = setup;
  const config = deps.configOf(account);
  await deps.store.openSupport.markEnded(account, config.openSupportAtMostMs);
  const everyMs = config.schedule.sweepMs === 'never' ? DAY_MS : config.schedule.sweepMs;
  if (partsOf(config).length === 0) return { part: null };
  const current = await deps.store.sweeps.current(account, everyMs);
  if (current === null) return { part: null };
  const position = partsOf(config).includes(current.part) ? await sliceOf(deps, setup, current) : null;
  await goOn(deps, account, { sweep: current, position });
  return { part: current.part };
}

/** Without a sweep of Gorgias' lists people still leave the list of open support in the end: it costs Gorgias nothing. */
function partsOf({ sync, lists, schedule }: ConnectorConfig): readonly SweepPart[] {
  const reads = schedule.sweepMs !== 'never';
  const wanted: Readonly<Record<SweepPart, boolean>> = {
    customers: reads && sync.customers,
    satisfaction_surveys: reads && sync.satisfactionSurveys,
    open_support_members: lists.openSupport !== null,
    open_support_holders: lists.openSupport !== null && sync.tickets,
  };
  return SWEEP_PARTS.filter((part) => wanted[part]);
}

const SLICES: Readonly<Record<SweepPart, Slice>> = {
  customers: readSlice('customers'),
  satisfaction_surveys: readSlice('satisfaction_surveys'),
  open_support_members: compareMembers,
  open_support_holders: compareHolders,
};

function readSlice(resource: 'customers' | 'satisfaction_surveys'): Slice {
  return async (deps, setup) => {
    const { done } = await readPages(deps, setup, resource);
    return done ? null : 0;
  };
}

/** Where the next slice begins; null also for a part that cannot be had: the others are walked all the same. */
async function sliceOf(deps: ActivityDeps, setup: IncrementalSetup, current: Sweep): Promise<number | null> {
  const { id, startedAt, part, position } = current;
  const floors = { satisfaction_surveys: surveysFrom(deps.configOf(setup.account), startedAt) };
  try {
    const next = await SLICES[part](deps, { ...setup, runId: id, startedAt, lane: 'enrichment', floors }, current);
    // Failures count in a row, also where a part has no places of its own.
    if (next === position) await deps.store.sweeps.goTo(setup.account, id, { part, position });
    return next;
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code === 'bug') throw thrown;
    deps.log.warn('sweep.interrupted', { account: setup.account, part, code: thrown.code });
    return (await comesBack(deps, setup.account, { id, thrown })) ? position : null;
  }
}

/** True: the next slice may succeed where this one did not. A part that keeps failing is left out, for the others' sake. */
async function comesBack(
  { store: { sweeps } }: ActivityDeps,
  account: string,
  { id, thrown }: { readonly id: string; readonly thrown: ConnectorError },
): Promise<boolean> {
  const { code, retryable } = thrown;
  if (PASSES.includes(code) || (isStop(code) && code !== 'auth.gorgias_forbidden')) return true;
  return retryable && (await sweeps.failed(account, id)) < MOST_FAILURES;
}

async function goOn(
  { store: { sweeps }, log }: ActivityDeps,
  account: string,
  { sweep: { id, part, position: before }, position }: { readonly sweep: Sweep; readonly position: number | null },
): Promise<void> {
  if (position !== null) {
    if (position !== before) await sweeps.goTo(account, id, { part, position });
    return;
  }
  const next = SWEEP_PARTS[SWEEP_PARTS.indexOf(part) + 1];
  if (next !== undefined) return sweeps.goTo(account, id, { part: next, position: 0 });
  await sweeps.finish(account, id);
  log.info('sweep.completed', { account });
}
