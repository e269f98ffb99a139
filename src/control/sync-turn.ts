import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';
import { accountAttributes } from '../temporal/search-attributes';
import * as messages from '../workflows/messages';
import type { SyncTurn, SyncType } from './control';
import { isServedBy, readRequest } from './sync-request';
import { readLatestRun, workflowIdOf } from './sync-runs';
import { reachable } from './temporal-call';

const WORKFLOWS: Readonly<Record<SyncType, string>> = {
  full: messages.WORKFLOW_TYPES.fullSync,
  incremental: messages.WORKFLOW_TYPES.incrementalSync,
};

interface Wanted {
  readonly input: messages.FullSyncInput;
  readonly type: SyncType;
  /** False: a run that is under way is refused. */
  readonly wait: boolean;
}

/**
 * Starts a run, or says which one is under way instead and whether that does what is wanted: the one place where it is decided. The runs of
 * the schedule are in nobody's way: they have ids of their own, and leave publishing to others.
 *
 * @throws `conflict.already_running` unless `wait`.
 */
export async function takeTurn(client: Client, { input, type, wait }: Wanted): Promise<SyncTurn> {
  const workflowId = workflowIdOf(type, input.account);
  for (;;) {
    const runId = await tryStart(client, input, type);
    if (runId !== null) return { turn: 'started', workflowId, runId, startedAt: new Date().toISOString() };
    const running = await readLatestRun(client, input.account, type);
    // What was under way has ended since: its place is free.
    if (running?.state !== 'running') continue;
    if (!wait) throw alreadyRunning(input.account, type, running.startedAt);
    const request = await readRequest(client, workflowId, running.runId);
    const turn = request !== null && isServedBy(input, request) ? 'joined' : 'waiting';
    return { turn, workflowId, runId: running.runId, startedAt: running.startedAt };
  }
}

/** Answers the run's id when Temporal has accepted it; null: another one is under way. */
async function tryStart(client: Client, input: messages.FullSyncInput, type: SyncType): Promise<string | null> {
  try {
    const handle = await reachable(client, () =>
      client.workflow.start(WORKFLOWS[type], {
        taskQueue: messages.TASK_QUEUE,
        workflowId: workflowIdOf(type, input.account),
        args: [input],
        typedSearchAttributes: accountAttributes(input.account),
        staticSummary: messages.syncSummary(type, input.account),
      }),
    );
    return handle.firstExecutionRunId;
  } catch (thrown) {
    if (thrown instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw thrown;
  }
}

function alreadyRunning(account: string, type: SyncType, since: string): ConnectorError {
  const kind = type === 'full' ? 'A full' : 'An incremental';
  return new ConnectorError(
    'conflict.already_running',
    `${kind} sync of ${account} is running already, since ${since}`,
  );
}
