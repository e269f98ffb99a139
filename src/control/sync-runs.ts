import {
  type Client,
  ServiceError,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { CancelledFailure, type QueryDefinition } from '@temporalio/common';
import type { LatestRun, SyncType } from './control';
import * as messages from '../workflows/messages';
import { hasGrpcStatus } from '../temporal/grpc-status';
import { describeFailure } from './describe-failure';
import { reachable } from './temporal-call';

type RunType = SyncType | 'automations' | 'audit' | 'rehearsal';

export function workflowIdOf(type: RunType, account: string): string {
  switch (type) {
    case 'full':
      return messages.fullSyncWorkflowId(account);
    case 'incremental':
      return messages.incrementalSyncWorkflowId(account);
    case 'automations':
      return messages.automationsBackfillWorkflowId(account);
    case 'audit':
      return messages.auditWorkflowId(account);
    case 'rehearsal':
      return messages.rehearsalWorkflowId(account);
  }
}

/** The `progress` of a run that syncs; null as of {@link askProgress}. */
export async function readProgress(
  client: Client,
  account: string,
  type: RunType = 'full',
): Promise<messages.SyncProgress | null> {
  return askProgress(client, workflowIdOf(type, account), messages.progressQuery);
}

/** A query for progress; null when no run is known to Temporal or it cannot answer just now (no worker). */
export async function askProgress<Progress>(
  client: Client,
  workflowId: string,
  query: QueryDefinition<Progress>,
): Promise<Progress | null> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    return await reachable(client, () => handle.query(query));
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
      ...(state === 'failed' ? await failureOf(handle) : NO_FAILURE),
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
    // INVALID_ARGUMENT: what somebody gave as the id of a run is none.
    if (thrown instanceof WorkflowNotFoundError || hasGrpcStatus(thrown, 'INVALID_ARGUMENT')) return null;
    throw thrown;
  }
}

function stateOf(status: string): LatestRun['state'] {
  if (status === 'RUNNING' || status === 'CONTINUED_AS_NEW') return 'running';
  if (status === 'COMPLETED') return 'completed';
  return status === 'CANCELLED' ? 'cancelled' : 'failed';
}

const NO_FAILURE = { failure: null, failureCode: null };

async function failureOf(handle: WorkflowHandle): Promise<Pick<LatestRun, 'failure' | 'failureCode'>> {
  const { failure, failureCode } = await endOf(handle);
  return { failure: failure ?? 'The run ended without saying why', failureCode };
}

/** How a run that is over has ended. */
async function endOf(handle: WorkflowHandle): Promise<Pick<LatestRun, 'state' | 'failure' | 'failureCode'>> {
  try {
    await handle.result();
    return { state: 'completed', ...NO_FAILURE };
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) throw thrown;
    const cancelled = thrown instanceof WorkflowFailedError && thrown.cause instanceof CancelledFailure;
    if (cancelled) return { state: 'cancelled', ...NO_FAILURE };
    const { message, code } = describeFailure(thrown);
    return { state: 'failed', failure: message, failureCode: code };
  }
}
