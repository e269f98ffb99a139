import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { AutomationsBackfill } from './control';
import { ConnectorError } from '../domain/errors/connector-error';
import * as messages from '../workflows/messages';
import { reachable } from './temporal-call';
import { accountAttributes } from '../temporal/search-attributes';
import { readLatestRun, readProgress } from './sync-runs';

/** Resolves when Temporal has accepted it; throws `conflict.already_running`. */
export async function startAutomationsBackfill(
  client: Client,
  account: string,
  since: string,
): Promise<{ workflowId: string; runId: string }> {
  const workflowId = messages.automationsBackfillWorkflowId(account);
  const input: messages.AutomationsBackfillInput = { account, since };
  try {
    const handle = await reachable(client, () =>
      client.workflow.start(messages.WORKFLOW_TYPES.automationsBackfill, {
        taskQueue: messages.TASK_QUEUE,
        workflowId,
        args: [input],
        typedSearchAttributes: accountAttributes(account),
        priority: { priorityKey: 5 },
      }),
    );
    return { workflowId, runId: handle.firstExecutionRunId };
  } catch (thrown) {
    if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    throw new ConnectorError('conflict.already_running', `The automations of ${account} are being read back already`);
  }
}

export async function readAutomationsBackfill(client: Client, account: string): Promise<AutomationsBackfill | null> {
  const run = await readLatestRun(client, account, 'automations');
  if (run === null) return null;
  return { run, progress: run.state === 'failed' ? null : await readProgress(client, account, 'automations') };
}
