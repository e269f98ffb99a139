import type { ConnectorConfig } from '../../config/types';
import { plus, timestampOf } from '../../domain/timestamp';
import type { Kept } from '../../store/privacy/retention';
import type { ActivityDeps } from '../deps';

/** Also the name of the watermark: when nothing was left that was too old. */
const NIGHTLY = 'privacy.keep';
const EVERY_MS = 24 * 3_600_000;

/** Once a night deletes what is older than `keep` says, a little with each run until nothing too old is left. */
export async function forgetOldNightly(deps: ActivityDeps, account: string): Promise<void> {
  const { privacy, rehearsals, runs } = deps.store;
  const last = await runs.watermark(account, NIGHTLY);
  const now = timestampOf(deps.now());
  if (last !== null && plus(last, EVERY_MS) > now) return;
  const kept = keptBy(deps.configOf(account));
  if (kept.decisionsMs !== null) await rehearsals.forgetOlder(account, kept.decisionsMs);
  if (await privacy.forgetOld(account, kept)) await runs.setWatermark(account, NIGHTLY, now);
}

/** Messages stay for as long as they count for response times: a full sync would only read them again. */
function keptBy({ keep, enrich: { activeWithinMs } }: Pick<ConnectorConfig, 'keep' | 'enrich'>): Kept {
  // A day longer than the window, which begins where a run has begun.
  const counting = activeWithinMs === 'none' ? 0 : activeWithinMs === 'all' ? null : activeWithinMs + EVERY_MS;
  return {
    notesMs: keep.notesMs,
    decisionsMs: keep.decisionsMs,
    messagesMs: counting === null ? null : Math.max(keep.messagesMs, counting),
  };
}
