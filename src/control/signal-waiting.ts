import type { Client } from '@temporalio/client';
import type { Store } from '../store/types';
import {
  ACCOUNT_ATTRIBUTE,
  auditWorkflowId,
  automationsBackfillWorkflowId,
  fullSyncWorkflowId,
  incrementalSyncWorkflowId,
  pauseSignal,
  publishingWorkflowId,
  resumeSignal,
  WORKFLOW_TYPES,
} from '../workflows/messages';
import { hasGrpcStatus, isRefused } from '../temporal/grpc-status';
import { runsOfSchedule } from './schedules';
import { ignoreMissing, reachable } from './temporal-call';
import { createCampaignSignaller } from './signal-campaign';

/** What a person starts by its fixed id. */
const BY_ID = [
  fullSyncWorkflowId,
  incrementalSyncWorkflowId,
  publishingWorkflowId,
  automationsBackfillWorkflowId,
  auditWorkflowId,
];
/** The same, for those that somebody has started under an id of their own. */
const BY_TYPE = [
  WORKFLOW_TYPES.fullSync,
  WORKFLOW_TYPES.incrementalSync,
  WORKFLOW_TYPES.publishing,
  WORKFLOW_TYPES.automationsBackfill,
  WORKFLOW_TYPES.audit,
];
/** Nobody has more runs under way at once, and a list that does not end must not keep a person waiting. */
const MOST_RUNS = 100;

/** Lets all runs stand still before their next step; a run of the schedule meets the closed account by itself, and the schedule begins no other. */
export async function signalPause(client: Client, account: string): Promise<void> {
  const ofSchedule = await runsOfSchedule(client, account);
  const ids = (await runsUnderWay(client, account)).filter((id) => !ofSchedule.includes(id));
  await signalRuns(client, ids, pauseSignal);
}

/** Signalled at once; more would only wait for each other at the server. */
const AT_ONCE = 10;
/** Those beyond it try again by themselves, within ten minutes. */
const MOST_CAMPAIGNS = 1_000;

/**
 * Lets all go on that waits until a person has acted, because the account was paused or its keys refused: runs, and campaigns that programs
 * asked for. A run of the schedule among them: while it waits the schedule begins no other. Tickets are signalled by that run.
 */
export async function signalWaiting(client: Client, store: Store, account: string): Promise<void> {
  await signalWaitingRuns(client, account);
  await signalCampaigns(client, store, account);
}

/** The same for the runs alone: whoever waits for nothing hears it for nothing. */
export async function signalWaitingRuns(client: Client, account: string): Promise<void> {
  const ids = [...(await runsUnderWay(client, account)), ...(await runsOfSchedule(client, account))];
  await signalRuns(client, [...new Set(ids)], resumeSignal);
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

/** By their ids, which hold at once, and by the list, which may lag behind and knows the others. */
async function runsUnderWay(client: Client, account: string): Promise<readonly string[]> {
  const ids = new Set(BY_ID.map((id) => id(account)));
  await reachable(client, () => addListed(client, account, ids));
  return [...ids];
}

/** Without the right to list, or before a worker has added our search attributes, the fixed ids are all that is known. */
async function addListed(client: Client, account: string, ids: Set<string>): Promise<void> {
  const types = BY_TYPE.map((type) => `'${type}'`).join(', ');
  const query = `${ACCOUNT_ATTRIBUTE.name} = '${account}' and ExecutionStatus = 'Running' and WorkflowType in (${types})`;
  try {
    for await (const { workflowId } of client.workflow.list({ query, pageSize: MOST_RUNS })) {
      ids.add(workflowId);
      if (ids.size >= MOST_RUNS) break;
    }
  } catch (thrown) {
    if (!isRefused(thrown) && !hasGrpcStatus(thrown, 'INVALID_ARGUMENT')) throw thrown;
  }
}

async function signalRuns(
  client: Client,
  ids: readonly string[],
  signal: typeof pauseSignal | typeof resumeSignal,
): Promise<void> {
  for (const id of ids) {
    const run = client.workflow.getHandle(id);
    await reachable(client, () => run.signal(signal)).catch(ignoreMissing);
  }
}
