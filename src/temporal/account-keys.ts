import type { Client } from '@temporalio/client';
import type { KeyChange } from '../api/control';
import type { Store } from '../store/types';
import { fullSyncWorkflowId } from '../workflows/messages';
import { ignoreMissing, reachable } from './reachable';
import { resumeSchedule } from './schedules';

/** Stores the new keys and wakes a run that waits for them. One that is under way takes them with its next request. */
export async function rotateKey(client: Client, store: Store, account: string, change: KeyChange): Promise<void> {
  await store.accounts.replaceKeys(account, change);
  const run = client.workflow.getHandle(fullSyncWorkflowId(account));
  await reachable(client, () => run.signal('resume')).catch(ignoreMissing);
  await reachable(client, () => resumeSchedule(client, account));
}
