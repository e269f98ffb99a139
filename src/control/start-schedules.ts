import type { Client } from '@temporalio/client';
import type { ConnectorConfig } from '../config/types';
import type { Store } from '../store/types';
import { ensureSchedule, switchOffSchedule } from './schedules';
import { signalWaiting, signalWaitingRuns } from './signal-waiting';

interface Started {
  readonly store: Store;
  readonly settingsOf: (account: string) => Pick<ConnectorConfig, 'enabled' | 'schedule'>;
}

/** Each installed account is looked after from the start on, whoever installed it. */
export async function startSchedules(client: Client, { store, settingsOf }: Started): Promise<void> {
  for (const { account, state } of await store.accounts.list()) {
    const { enabled, schedule } = settingsOf(account);
    const runs = state !== 'paused';
    if (!enabled) await switchOffSchedule(client, account);
    else if (await ensureSchedule(client, account, { everyMs: schedule.everyMs, runs }))
      await signalWaiting(client, store, account);
    // This start may have brought the key that a run waits for, or somebody has mended the vendor's account before it.
    else if (runs) await signalWaitingRuns(client, account);
  }
}
