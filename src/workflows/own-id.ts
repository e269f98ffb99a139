import {
  ApplicationFailure,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  patched,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type FullSyncInput,
  fullSyncWorkflowId,
  syncSummary,
  type SyncTotals,
  type TicketInput,
  ticketWorkflowId,
  WORKFLOW_TYPES,
} from './messages';

/**
 * A ticket has one workflow, because Temporal allows one for an id: somebody who starts it by hand under another id would have two of it.
 * @throws ApplicationFailure `input.invalid`, not retryable, with the id that the input belongs to
 */
export function requireOwnId({ account, ticketId }: TicketInput): void {
  const own = ticketWorkflowId(account, ticketId);
  const { workflowId } = workflowInfo();
  if (workflowId === own || !patched('ticket-by-its-id')) return;
  throw ApplicationFailure.nonRetryable(
    `The input is about ticket ${String(ticketId)} of ${account}, but the workflow id is ${workflowId}: start it with the workflow id ${own}`,
    'input.invalid',
  );
}

/** Whether somebody has started this full sync under an id of their own choosing. What was handed over stays where it is. */
export function hasOtherId({ account }: FullSyncInput): boolean {
  const { workflowId, continuedFromExecutionRunId } = workflowInfo();
  if (workflowId === fullSyncWorkflowId(account) || continuedFromExecutionRunId !== undefined) return false;
  return patched('one-full-sync');
}

/**
 * An account has one full sync at a time, whatever id it was started under: it runs as a child under the account's own id, where `status`,
 * `pause` and the schedule look for it. It is cancelled with this run, and its totals or its failure are this run's.
 * @throws ApplicationFailure `conflict.already_running`, not retryable
 */
export async function runByItsId(request: FullSyncInput): Promise<SyncTotals> {
  const { account } = request;
  const workflowId = fullSyncWorkflowId(account);
  setCurrentDetails(`runs as ${workflowId}, so that there is one full sync of ${account} at a time`);
  try {
    return await executeChild<(input: FullSyncInput) => Promise<SyncTotals>>(WORKFLOW_TYPES.fullSync, {
      workflowId,
      args: [request],
      staticSummary: syncSummary('full', account),
      parentClosePolicy: 'REQUEST_CANCEL',
    });
  } catch (thrown) {
    if (isTaken(thrown))
      throw ApplicationFailure.nonRetryable(
        `A full sync of ${account} is running already, with the workflow id ${workflowId}: follow that one, or start this one after it`,
        'conflict.already_running',
      );
    throw thrown instanceof ChildWorkflowFailure && !isCancellation(thrown) ? (thrown.cause ?? thrown) : thrown;
  }
}

/** By its name: the class is not of what a workflow may import. */
function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'WorkflowExecutionAlreadyStartedError';
}
