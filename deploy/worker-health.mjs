// Healthy when Temporal has seen this container's worker ask for tasks within the last two minutes.
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

const TASK_QUEUE = 'gorgias-connector';
const SEEN_WITHIN_MS = 120_000;
const DEADLINE_MS = 8_000;
/** `temporal.api.enums.v1.TaskQueueType`: activity. */
const ACTIVITY_QUEUE = 2;

const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await Connection.connect({ ...connectionOptions, connectTimeout: DEADLINE_MS });
try {
  const question = { namespace, taskQueue: { name: TASK_QUEUE }, taskQueueType: ACTIVITY_QUEUE };
  const { pollers } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
    connection.workflowService.describeTaskQueue(question),
  );
  // The SDK names a worker `<process id>@<host name>`.
  const ours = pollers.filter(({ identity, lastAccessTime }) => {
    // A 64-bit number of the wire, which is an object here.
    const seenAt = Number(String(lastAccessTime?.seconds ?? 0)) * 1000;
    return identity.endsWith(`@${hostname()}`) && Date.now() - seenAt < SEEN_WITHIN_MS;
  });
  process.exitCode = ours.length > 0 ? 0 : 1;
  process.stdout.write(`${ours.length} of ${pollers.length} pollers are ours\n`);
} finally {
  await connection.close();
}
