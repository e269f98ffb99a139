import { type Automations, backfillAutomations, readAutomations } from '../contract/automations';
import type { CallApi } from './api-call';
import { TajoError } from './errors';
import { patiently, pause } from './follow';
import type { AccountOption } from './types';

export type AutomationsBackfill = NonNullable<Automations['backfill']>;

export interface ReadBackOptions extends AccountOption {
  /** How far back the feed is read; Gorgias keeps a year. */
  readonly since: string;
  /** Told at once whether the reading began, or one that was under way is followed. */
  readonly onStart?: ((how: 'started' | 'joined') => void) | undefined;
  /** Told of each look at how far it is. */
  readonly onProgress?: ((backfill: AutomationsBackfill) => void) | undefined;
  /** Stops the waiting; the reading goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** Has the feed read back and waits for its end, or for that of the reading which is under way. */
export async function readBackAutomations(callApi: CallApi, options: ReadBackOptions): Promise<AutomationsBackfill> {
  const { account, onStart, onProgress, signal } = options;
  onStart?.(await start(callApi, options));
  for (;;) {
    const { backfill } = await patiently({ signal }, () =>
      callApi(readAutomations, { query: { account, since: justNow() } }, { signal }),
    );
    // Null: just now nobody can say, for Temporal is away.
    if (backfill?.state === 'completed') return backfill;
    if (backfill?.state === 'cancelled') throw new TajoError('sync.cancelled', 'The reading back was cancelled.');
    if (backfill?.state === 'failed')
      throw new TajoError('sync.failed', `The feed could not be read back: ${backfill.sentence}`);
    if (backfill !== null) onProgress?.(backfill);
    await pause(signal);
  }
}

async function start(callApi: CallApi, { account, since }: ReadBackOptions): Promise<'started' | 'joined'> {
  try {
    await callApi(backfillAutomations, { query: { account }, body: { since } });
    return 'started';
  } catch (thrown) {
    if (thrown instanceof TajoError && thrown.code === 'conflict.already_running') return 'joined';
    throw thrown;
  }
}

/** What is asked each second is how far the reading is; figures over months would be counted for nobody. */
function justNow(): string {
  return new Date(Date.now() - 60_000).toISOString();
}
