import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import * as messages from '../workflows/messages';
import { accountAttributes } from '../temporal/search-attributes';

/**
 * Signals the workflow of a campaign that a program asked for, starting it when none runs. Resolves when the server has written it
 * down; throws what the client throws.
 */
export function createCampaignSignaller(client: Client): (account: string, requestId: string) => Promise<void> {
  return async (account, requestId) => {
    await client.workflow.signalWithStart<(input: messages.CampaignInput) => Promise<messages.CampaignEnd>>(
      messages.WORKFLOW_TYPES.campaign,
      {
        taskQueue: messages.TASK_QUEUE,
        workflowId: messages.campaignWorkflowId(account, requestId),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        args: [{ account, requestId }],
        signal: messages.refreshSignal,
        signalArgs: [],
        typedSearchAttributes: accountAttributes(account),
        priority: { priorityKey: 1 },
      },
    );
  };
}
