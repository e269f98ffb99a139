import type { Client } from '@temporalio/client';

const DEADLINE_MS = 2_000;

/** Whether the namespace answers. Not the health service: Temporal Cloud refuses it to a key that is for one namespace. */
export async function isReachable({ connection, options: { namespace } }: Client): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  }
}
