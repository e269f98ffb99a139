import { plus, timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';

/** Also the name of the watermark: when the last sample was begun. */
const READ_BACK = 'contacts.read_back';
const EVERY_MS = 24 * 3_600_000;

/**
 * Once a night has a sample of contacts audited: Brevo answers 2xx to values that it drops, and may begin to at any time (design D18). The
 * first night is a day after the first run.
 */
export async function sampleNightly(deps: ActivityDeps, account: string): Promise<void> {
  const { runs } = deps.store;
  if (!(await isSampleDue(deps, account))) return;
  // One that cannot be begun is begun by the next slice.
  if ((await runs.watermark(account, READ_BACK)) !== null) await deps.startNightlyAudit?.(account);
  await runs.setWatermark(account, READ_BACK, timestampOf(deps.now()));
}

/** Asks the store alone. */
export async function isSampleDue(
  { store: { runs }, now }: Pick<ActivityDeps, 'store' | 'now'>,
  account: string,
): Promise<boolean> {
  const last = await runs.watermark(account, READ_BACK);
  return last === null || plus(last, EVERY_MS) <= timestampOf(now());
}
