import { createBar } from '../../packages/sdk/cli/output/bar';
import { createLines } from '../../packages/sdk/cli/output/lines';
import type { ProgressView } from '../../packages/sdk/cli/output/progress-view';
import { createPaint } from '../../packages/sdk/cli/paint';
import { TajoClient } from '../../packages/sdk/client/client';
import { TajoError } from '../../packages/sdk/client/errors';
import type { ConnectionCheck, SyncProgress, SyncTotals } from '../../packages/sdk/client/types';

export interface MainJob {
  readonly url: string;
  readonly apiKey: string;
  readonly account: string;
  /** Where progress is shown: a terminal gets a bar. */
  readonly screen: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/**
 * The main job: a full sync before the reader's eyes. One that an earlier start left running is followed to its end. Null: the account is
 * switched off.
 */
export async function runMainJob(job: MainJob): Promise<SyncTotals | null> {
  const { connectors } = new TajoClient({ url: job.url, apiKey: job.apiKey });
  const view = createView(job.screen);
  const onProgress = (progress: SyncProgress): void => view.update(progress);
  const watch = { account: job.account, signal: job.signal, onProgress };
  try {
    return (await connectors.sync('gorgias', { type: 'full', ...watch })).totals;
  } catch (thrown) {
    if (thrown instanceof TajoError && thrown.code === 'account.off') return null;
    throw thrown;
  } finally {
    view.end();
  }
}

/** What the vendors say to the keys: one question after the other, one cause said once. */
export async function tryVendors({
  url,
  apiKey,
  account,
}: Pick<MainJob, 'url' | 'apiKey' | 'account'>): Promise<readonly ConnectionCheck[]> {
  try {
    return (await new TajoClient({ url, apiKey }).connectors.test('gorgias', { account })).checks;
  } catch (thrown) {
    if (!(thrown instanceof TajoError)) throw thrown;
    return [
      { name: 'connector', ok: false, sentence: `${thrown.message} ${thrown.nextStep ?? ''}`, code: thrown.code },
    ];
  }
}

function createView(screen: NodeJS.WriteStream): ProgressView {
  if (!screen.isTTY) return createLines({ write: (line) => void screen.write(`${line}\n`), now: Date.now });
  const paint = createPaint(screen.hasColors());
  return createBar({ stream: screen, columns: () => screen.columns, rows: () => screen.rows, paint });
}
