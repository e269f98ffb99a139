import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';
import { accountAttributes } from '../temporal/search-attributes';
import { TASK_QUEUE, WORKFLOW_TYPES } from '../workflows/messages';
import { reachable } from './temporal-call';

/** A run of which an account has one at a time, and which gives way to everything else. */
interface OnlyRun {
  readonly type: 'audit' | 'automationsBackfill' | 'rehearsal';
  readonly workflowId: string;
  readonly input: { readonly account: string };
  /** What to say while one is under way. */
  readonly taken: string;
}

/** Resolves when Temporal has accepted it, with its first execution's id; throws `conflict.already_running`. */
export async function startOnly(
  client: Client,
  { type, workflowId, input, taken }: OnlyRun,
): Promise<{ workflowId: string; runId: string }> {
  try {
    const handle = await reachable(client, () =>
      client.workflow.start(WORKFLOW_TYPES[type], {
        taskQueue: TASK_QUEUE,
        workflowId,
        args: [input],
        typedSearchAttributes: accountAttributes(input.account),
        priority: { priorityKey: 5 },
      }),
    );
    return { workflowId, runId: handle.firstExecutionRunId };
  } catch (thrown) {
    if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    throw new ConnectorError('conflict.already_running', taken);
  }
}
