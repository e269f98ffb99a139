import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { reachable } from './temporal-call';

/** At once; more would only wait for each other at the server. */
const AT_ONCE = 20;

/** Terminates those of these workflows that run, and answers how many did. */
export async function terminateWorkflows(client: Client, workflowIds: readonly string[], why: string): Promise<number> {
  let ended = 0;
  for (let first = 0; first < workflowIds.length; first += AT_ONCE) {
    const batch = workflowIds.slice(first, first + AT_ONCE);
    const ran = await Promise.all(batch.map((id) => terminate(client, id, why)));
    ended += ran.filter(Boolean).length;
  }
  return ended;
}

/** False: it was not running. */
async function terminate(client: Client, workflowId: string, why: string): Promise<boolean> {
  try {
    await reachable(client, () => client.workflow.getHandle(workflowId).terminate(why));
    return true;
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return false;
    throw thrown;
  }
}
