import { createTicketSignaller } from '../src/control/signal-ticket';
import {
  fullSyncWorkflowId,
  TASK_QUEUE,
  type TicketHint,
  ticketWorkflowId,
  WORKFLOW_TYPES,
} from '../src/workflows/messages';
import { ACCOUNT, type Harness } from './harness';

const AT_ONCE = 20;
/** Histories that are looked at, from the first ticket to the last. */
const HISTORIES = 200;

/** From then on the tickets are known. */
export async function readLists({ client }: Harness): Promise<void> {
  await client.workflow.execute(WORKFLOW_TYPES.fullSync, {
    ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT) },
    args: [{ account: ACCOUNT, resources: ['customers', 'tickets'] }],
  });
}

/** Tells the workflow of each ticket that something was heard; resolves when the server has written it down. */
export async function signalTickets(
  { client }: Pick<Harness, 'client'>,
  ids: readonly number[],
  source: TicketHint['source'],
): Promise<void> {
  const signaller = createTicketSignaller(client);
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const batch = ids.slice(first, first + AT_ONCE);
    await Promise.all(batch.map((ticketId) => signaller.signal(ACCOUNT, ticketId, { source })));
  }
}

/** How many have looked once and wait. Null: a Temporal server that gets no processor time answers with anything, also that it knows no such namespace. */
export async function countWaiting({ client }: Pick<Harness, 'client'>): Promise<number | null> {
  const query = `WorkflowType = '${WORKFLOW_TYPES.ticket}' AND TicketStatus = 'open'`;
  return client.workflow.count(query).then(
    ({ count }) => count,
    () => null,
  );
}

/** Events in the histories of some of these tickets. */
export async function historyLengths(
  { client }: Pick<Harness, 'client'>,
  ids: readonly number[],
): Promise<readonly number[]> {
  const step = Math.max(1, Math.floor(ids.length / HISTORIES));
  const lengths: number[] = [];
  for (let index = 0; index < ids.length; index += step) {
    const handle = client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ids[index] ?? 0));
    lengths.push((await handle.describe()).historyLength);
  }
  return lengths;
}
