import type { SyncTotals } from '../../workflows/messages';
import { reportConnected } from '../accounts/account-state';
import type { ActivityDeps } from '../deps';
import { withReader } from './lists';
import type { Meter, DryRunResult, SyncSetup } from '../types';
import { hasWalked, walkedToTheEnd } from './walked';
import type { Timestamp } from '../../domain/timestamp';

/** Keeps the run's totals and moves the watermarks of what was walked completely. All figures come from the store, so they survive crashes. */
export async function finishRun(
  deps: ActivityDeps,
  setup: SyncSetup,
  dryRun: DryRunResult | null,
): Promise<SyncTotals> {
  const { runs, quarantine } = deps.store;
  await quarantine.recordWithoutEmail(setup.account);
  const totals = { ...(await runs.totals(setup.account, setup.runId)), ...figuresOf(dryRun) };
  if (!setup.dryRun && setup.since === null) {
    const walked = await walkedToTheEnd(deps, setup);
    for (const resource of walked) await runs.setWatermark(setup.account, resource, setup.startedAt);
    const kinds = walked.map((resource) => withReader(resource, (reader) => reader.kind));
    await quarantine.forgetUnreadable(setup.account, [...kinds, 'contact'], setup.startedAt);
    if (setup.enrichSince !== null && (await hasWalked(deps, setup, 'messages')))
      await rememberMessages(deps, setup, setup.enrichSince);
  }
  await runs.finish(setup.account, setup.runId, { state: 'completed', totals: { ...totals } });
  await clearRefusal(deps, setup.account);
  deps.log.info('sync.completed', { account: setup.account, ...totals });
  return totals;
}

/** An earlier run may have ended while its key was refused; a whole run proves that it is not any more. */
async function clearRefusal(deps: ActivityDeps, account: string): Promise<void> {
  const known = await deps.store.accounts.find(account);
  if (known?.state === 'refused') await reportConnected(deps, account);
}

/** A dry run's totals say what it would have done: the store knows only what was done. */
function figuresOf(dryRun: DryRunResult | null): Partial<SyncTotals> {
  return dryRun === null ? {} : { published: dryRun.written, unchanged: dryRun.unchanged };
}

async function rememberMessages(deps: ActivityDeps, setup: SyncSetup, from: Timestamp): Promise<void> {
  const { runs } = deps.store;
  const known = await runs.watermark(setup.account, 'messages');
  await runs.setWatermark(setup.account, 'messages', setup.startedAt);
  if (known === null) await runs.setWatermark(setup.account, 'messages.from', from);
}

export async function failRun(
  deps: ActivityDeps,
  { account, runId }: Pick<SyncSetup, 'account' | 'runId'>,
  state: 'failed' | 'cancelled',
): Promise<void> {
  await deps.store.runs.finish(account, runId, { state, totals: {} });
  deps.log.warn(`sync.${state}`, { account });
}

/** The figures that progress is reported by. */
export async function readMeter(deps: ActivityDeps, setup: SyncSetup): Promise<Meter> {
  const { account, runId } = setup;
  await deps.store.runs.touch(account, runId);
  const budget = await deps.store.budget.read(account, 'gorgias');
  const { due } = await deps.store.contacts.countDue(account);
  const { requests, published, unchanged, held, enriched } = await deps.store.runs.totals(account, runId);
  return {
    requests,
    published,
    unchanged,
    held,
    enriched,
    due,
    budgetLeft: budget === null ? null : Math.floor(budget.left),
  };
}
