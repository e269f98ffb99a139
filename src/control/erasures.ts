import { type Client, WorkflowIdConflictPolicy } from '@temporalio/client';
import type { Store } from '../store/types';
import { accountAttributes } from '../temporal/search-attributes';
import * as messages from '../workflows/messages';
import { reachable } from './temporal-call';

/** Shuts the door at once, and has everything else done; one that is under way is joined. Answers by which hash the receipt is found. */
export async function startErasure(
  { client, store }: { readonly client: Client; readonly store: Store },
  { account, email, brevo }: { readonly account: string; readonly email: string; readonly brevo: boolean },
): Promise<{ readonly person: string; readonly workflowId: string }> {
  const { person } = await store.privacy.begin(account, email, { brevo });
  const workflowId = messages.erasureWorkflowId(account, person);
  await reachable(client, () =>
    client.workflow.start(messages.WORKFLOW_TYPES.privacyErase, {
      taskQueue: messages.TASK_QUEUE,
      workflowId,
      args: [{ account, person }],
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      typedSearchAttributes: accountAttributes(account),
      priority: { priorityKey: 1 },
    }),
  );
  return { person, workflowId };
}
