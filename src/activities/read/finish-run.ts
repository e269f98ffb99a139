import type { SyncTotals } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import type { Meter, SyncSetup } from '../types';

/** Keeps the run's totals and moves the watermarks of what was walked completely. All figures come from the store, so they survive crashes. */
export async function finishRun(deps: ActivityDeps, setup: SyncSetup): Promise<SyncTotals> {
  const { runs } = deps.store;
  const totals = await runs.totals(setup.account, setup.runId);
  if (!setup.dryRun && setup.since === null) {
    for (const resource of setup.walks) await runs.setWatermark(setup.account, resource, setup.startedAt);
    if (setup.enrichSince !== null) await rememberMessages(deps, setup, setup.enrichSince);
  }
  await runs.finish(setup.account, setup.runId, 'completed', { ...totals });
  deps.log.info('sync.completed', { account: setup.account, ...totals });
  return totals;
}

async function rememberMessages(deps: ActivityDeps, setup: SyncSetup, from: string): Promise<void> {
  const { runs } = deps.store;
  const known = await runs.watermark(setup.account, 'messages');
  await runs.setWatermark(setup.account, 'messages', setup.startedAt);
  if (known === null) await runs.setWatermark(setup.account, 'messages.from', from);
}

export async function failRun(deps: ActivityDeps, setup: SyncSetup, state: 'failed' | 'cancelled'): Promise<void> {
  await deps.store.runs.finish(setup.account, setup.runId, state, {});
  deps.log.warn(`sync.${state}`, { account: setup.account });
}

/** The figures that progress is told by. */
export async function readMeter(deps: ActivityDeps, setup: SyncSetup): Promise<Meter> {
  const { account, runId } = setup;
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
