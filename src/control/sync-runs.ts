import {
  type Client,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { LatestRun } from './control';
import { ConnectorError } from '../domain/errors/connector-error';
import * as messages from '../workflows/messages';
import { failureSentence } from './describe-failure';
import { reachable } from './temporal-call';
import { accountAttributes } from '../temporal/search-attributes';

type SyncType = 'full' | 'incremental';

type RunType = SyncType | 'automations';

const WORKFLOWS: Readonly<Record<SyncType, string>> = {
  full: messages.WORKFLOW_TYPES.fullSync,
  incremental: messages.WORKFLOW_TYPES.incrementalSync,
};

function workflowIdOf(type: RunType, account: string): string {
  switch (type) {
    case 'full':
      return messages.fullSyncWorkflowId(account);
    case 'incremental':
      return messages.incrementalSyncWorkflowId(account);
    case 'automations':
      return messages.automationsBackfillWorkflowId(account);
  }
}

/** Resolves when Temporal has accepted the run; throws `conflict.already_running`. */
export async function startSync(
  client: Client,
  input: messages.FullSyncInput,
  type: SyncType = 'full',
): Promise<{ workflowId: string; runId: string }> {
  const workflowId = workflowIdOf(type, input.account);
  try {
    const handle = await reachable(client, () =>
      client.workflow.start(WORKFLOWS[type], {
        taskQueue: messages.TASK_QUEUE,
        workflowId,
        args: [input],
        typedSearchAttributes: accountAttributes(input.account),
        staticSummary: messages.syncSummary(type, input.account),
      }),
    );
    return { workflowId, runId: handle.firstExecutionRunId };
  } catch (thrown) {
    if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    throw new ConnectorError(
      'conflict.already_running',
      `${type === 'full' ? 'A full' : 'An incremental'} sync of ${input.account} is running already`,
    );
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
  try {
    const run = await reachable(client, () => handle.describe());
    const state = stateOf(run.status.name);
    return {
      runId: run.raw.workflowExecutionInfo?.firstRunId ?? run.runId,
      state,
      startedAt: run.startTime.toISOString(),
      finishedAt: run.closeTime?.toISOString() ?? null,
      failure: state === 'failed' ? await failureOf(handle) : null,
    };
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return null;
    throw thrown;
  }
}

function stateOf(status: string): LatestRun['state'] {
  if (status === 'RUNNING' || status === 'CONTINUED_AS_NEW') return 'running';
  if (status === 'COMPLETED') return 'completed';
  return status === 'CANCELLED' ? 'cancelled' : 'failed';
}

async function failureOf(handle: ReturnType<Client['workflow']['getHandle']>): Promise<string> {
  try {
    await handle.result();
    return 'The run ended without saying why';
  } catch (thrown) {
    return failureSentence(thrown);
  }
}
