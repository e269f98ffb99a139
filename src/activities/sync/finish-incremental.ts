import { timestampOf } from '../../domain/timestamp';
import type { SyncTotals } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { forgetOldNightly } from '../privacy/forget-old';
import type { IncrementalSetup } from '../types';
import { walkedToTheEnd } from './walked';

/** Subscribers that stay away for longer begin anew. */
const EVENTS_KEPT_MS = 30 * 86_400_000;

/** Moves the watermarks of what was read to its end, and keeps the run's totals. A date of its own may lie after a watermark, so such a run moves none. */
export async function finishIncremental(
  deps: ActivityDeps,
  setup: IncrementalSetup,
  written: number,
): Promise<SyncTotals> {
  const { runs } = deps.store;
  const { account, runId, startedAt, dryRun } = setup;
  const totals = { ...(await runs.totals(account, runId)), ...(dryRun ? { published: written } : {}) };
  if (!dryRun) {
    for (const resource of await walkedToTheEnd(deps, setup)) {
      if (!setup.ownSince && resource !== 'satisfaction_surveys') await runs.setWatermark(account, resource, startedAt);
    }
  }
  await runs.finish(account, runId, { state: 'completed', totals: { ...totals } });
  await runs.forgetOld(account);
  if (!dryRun) await forgetOldNightly(deps, account);
  await deps.store.subscribers.prune(account, timestampOf(deps.now().getTime() - EVENTS_KEPT_MS));
  return totals;
}
