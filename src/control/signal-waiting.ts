import type { Client } from '@temporalio/client';
import type { Store } from '../store/types';
import {
  auditWorkflowId,
  automationsBackfillWorkflowId,
  fullSyncWorkflowId,
  publishingWorkflowId,
  resumeSignal,
} from '../workflows/messages';
import { ignoreMissing, reachable } from './temporal-call';
import { createCampaignSignaller } from './signal-campaign';

/** What heeds the signals `pause` and `resume`. Incremental runs come with the schedule, which is paused as such. */
export function pausable(account: string): readonly string[] {
  return [fullSyncWorkflowId, publishingWorkflowId, automationsBackfillWorkflowId, auditWorkflowId].map((id) =>
    id(account),
  );
}

/** Signalled at once; more would only wait for each other at the server. */
const AT_ONCE = 10;
/** Those beyond it try again by themselves, within ten minutes. */
const MOST_CAMPAIGNS = 1_000;

/**
 * Lets all go on that waits until a person has acted, because the account was paused or its keys refused: runs, and campaigns that programs
 * asked for. Tickets are signalled by the incremental sync, which goes on with the schedule.
 */
export async function signalWaiting(client: Client, store: Store, account: string): Promise<void> {
  for (const workflowId of pausable(account)) {
    const run = client.workflow.getHandle(workflowId);
    await reachable(client, () => run.signal(resumeSignal)).catch(ignoreMissing);
  }
  await signalCampaigns(client, store, account);
}

/** The same for the campaigns alone. Those that nobody has to wait for ask once for nothing. */
export async function signalCampaigns(client: Client, store: Store, account: string): Promise<void> {
  const signal = createCampaignSignaller(client);
  const ids = await store.campaignRequests.unsettled(account, MOST_CAMPAIGNS);
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const batch = ids.slice(first, first + AT_ONCE);
    await Promise.all(batch.map((id) => reachable(client, () => signal(account, id))));
  }
}
