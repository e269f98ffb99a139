import type { Client } from '@temporalio/client';
import type { KeyChange } from './control';
import type { Store } from '../store/types';
import { reachable } from './temporal-call';
import { resumeSchedule } from './schedules';
import { tellTemporal } from './tell-temporal';
import { signalWaiting } from './signal-waiting';

/**
 * Stores the new keys and wakes what waits for them, unless a person has paused the account. A run that is under way takes them with its
 * next request.
 */
export async function rotateKey(
  { client, store }: { readonly client: Client; readonly store: Store },
  account: string,
  change: KeyChange,
): Promise<void> {
  await store.accounts.replaceKeys(account, change);
  await store.admission.probeNow(account);
  if ((await store.accounts.find(account))?.state === 'paused') return;
  await tellTemporal(
    `What was given for ${account} is stored, and is used from now on. Temporal could not be told: what waits there for a key may not go on yet.`,
    async () => {
      await signalWaiting(client, store, account);
      await reachable(client, () => resumeSchedule(client, account));
    },
  );
}
