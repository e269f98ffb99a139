import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import * as messages from '../workflows/messages';
import { ticketAttributes } from '../temporal/search-attributes';

export interface TicketSignaller {
  /** Resolves when the server has written the signal down; starts the ticket's workflow when none runs. Throws what the client throws. */
  signal(account: string, ticketId: number, hint: messages.TicketHint): Promise<void>;
}

/** One request for signal and start: there is no moment between them in which either could be lost. */
export function createTicketSignaller(client: Client): TicketSignaller {
  return {
    async signal(account, ticketId, hint) {
      await client.workflow.signalWithStart<(input: messages.TicketInput) => Promise<void>, [messages.TicketHint]>(
        messages.WORKFLOW_TYPES.ticket,
        {
          taskQueue: messages.TASK_QUEUE,
          workflowId: messages.ticketWorkflowId(account, ticketId),
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          args: [{ account, ticketId }],
          signal: messages.ticketEventSignal,
          signalArgs: [hint],
          typedSearchAttributes: ticketAttributes(account, ticketId),
          staticSummary: messages.ticketSummary(ticketId),
          priority: { priorityKey: 1 },
        },
      );
    },
  };
}
