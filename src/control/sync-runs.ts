import {
  type Client,
  ServiceError,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { LatestRun, SyncType } from './control';
import * as messages from '../workflows/messages';
import { failureSentence } from './describe-failure';
import { reachable } from './temporal-call';

type RunType = SyncType | 'automations';

export function workflowIdOf(type: RunType, account: string): string {
  switch (type) {
    case 'full':
      return messages.fullSyncWorkflowId(account);
    case 'incremental':
      return messages.incrementalSyncWorkflowId(account);
    case 'automations':
      return messages.automationsBackfillWorkflowId(account);
  }
}

/** The `progress` query; null when no run is known to Temporal or it cannot answer just now (no worker). */
export async function readProgress(
  client: Client,
  account: string,
  type: RunType = 'full',
): Promise<messages.SyncProgress | null> {
  const handle = client.workflow.getHandle(workflowIdOf(type, account));
  try {
    return await reachable(client, () => handle.query(messages.progressQuery));
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return null;
    // No worker, or a run that failed before it could answer: there is no progress to tell, and that is no error.
    if (thrown instanceof ServiceError || (thrown instanceof Error && thrown.name === 'QueryNotRegisteredError'))
      return null;
    throw thrown;
  }
}

/** Temporal's own view of the newest run that was started by hand. */
export async function readLatestRun(
  client: Client,
  account: string,
  type: RunType = 'full',
): Promise<LatestRun | null> {
  const handle = client.workflow.getHandle(workflowIdOf(type, account));
  return ifKnown(async () => {
    const run = await reachable(client, () => handle.describe());
    const state = stateOf(run.status.name);
    return {
      runId: run.raw.workflowExecutionInfo?.firstRunId ?? run.runId,
      state,
      startedAt: run.startTime.toISOString(),
      finishedAt: run.closeTime?.toISOString() ?? null,
      failure: state === 'failed' ? await failureOf(handle) : null,
    };
  });
}

/** The newest run, or the one with that id. */
export async function readRun(
  client: Client,
  { account, type, runId }: { readonly account: string; readonly type: SyncType; readonly runId?: string | undefined },
): Promise<LatestRun | null> {
  const latest = await readLatestRun(client, account, type);
  if (runId === undefined || latest === null || latest.runId === runId) return latest;
  return readEarlierRun(client, workflowIdOf(type, account), runId);
}

/** Another one has followed, so it has ended, however often it was continued as new. */
async function readEarlierRun(client: Client, workflowId: string, runId: string): Promise<LatestRun | null> {
  return ifKnown(async () => {
    const run = await reachable(client, () => client.workflow.getHandle(workflowId, runId).describe());
    // The result is that of the last in its chain, the description that of the first.
    const end = await endOf(client.workflow.getHandle(workflowId, runId));
    const finishedAt = run.closeTime?.toISOString() ?? null;
    return { runId, startedAt: run.startTime.toISOString(), finishedAt, ...end };
  });
}

async function ifKnown<Run>(read: () => Promise<Run>): Promise<Run | null> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError || isInvalid(thrown)) return null;
    throw thrown;
  }
}

/** gRPC code INVALID_ARGUMENT: what somebody gave as the id of a run is none. */
function isInvalid(thrown: unknown): boolean {
  return (
    thrown instanceof ServiceError && thrown.cause instanceof Error && 'code' in thrown.cause && thrown.cause.code === 3
  );
}

function stateOf(status: string): LatestRun['state'] {
  if (status === 'RUNNING' || status === 'CONTINUED_AS_NEW') return 'running';
  if (status === 'COMPLETED') return 'completed';
  return status === 'CANCELLED' ? 'cancelled' : 'failed';
}

async function failureOf(handle: WorkflowHandle): Promise<string> {
  return (await endOf(handle)).failure ?? 'The run ended without saying why';
}

/** How a run that is over has ended. */
async function endOf(handle: WorkflowHandle): Promise<Pick<LatestRun, 'state' | 'failure'>> {
  try {
    await handle.result();
    return { state: 'completed', failure: null };
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) throw thrown;
    const cancelled = thrown instanceof WorkflowFailedError && thrown.cause instanceof CancelledFailure;
    return cancelled ? { state: 'cancelled', failure: null } : { state: 'failed', failure: failureSentence(thrown) };
  }
}
