import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TASK_QUEUE } from '../workflows/messages';
import { reachable } from './temporal-call';

/** A worker asks for work again after a minute at most; a server remembers for five minutes that one has asked. */
const GONE_AFTER_MS = 120_000;

/** Whether any worker asks for what there is to do. Throws `temporal.unavailable`. */
export async function hasWorker(client: Client): Promise<boolean> {
  const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;
  const { namespace } = client.options;
  // Not every partition of a queue answers for all its pollers.
  const answers = await Promise.all(
    [TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY].map((taskQueueType) =>
      reachable(client, () =>
        client.workflowService.describeTaskQueue({ namespace, taskQueue: { name: TASK_QUEUE }, taskQueueType }),
      ),
    ),
  );
  const since = Date.now() - GONE_AFTER_MS;
  return answers.some(({ pollers }) =>
    pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > since),
  );
}
