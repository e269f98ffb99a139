import { setTimeout as sleep } from 'node:timers/promises';
import { createTicketSignaller } from '../../src/control/signal-ticket';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { atMost, type Figure, megabytes, say } from '../figures';
import { ACCOUNT, type Memory, NO_LIMITS, openHarness, type Harness } from '../harness';

const FEW = 100;
const MANY = 10_000;
const AT_ONCE = 20;
/** Tickets of a generated world are closed for the most part; an open one is looked at from the list, without a request. */
const SIZE = { customers: 2_000, tickets: 4_000, surveys: 10 };

/** What a worker holds while few and while many tickets wait. */
export async function waiting(): Promise<readonly Figure[]> {
  const harness = await openHarness({ size: SIZE, rate: NO_LIMITS, enrich: 'none' });
  try {
    const ids = await openTickets(harness, MANY);
    await readLists(harness);
    const few = await waitWith(harness, ids.slice(0, FEW));
    const many = await waitWith(harness, ids);
    const ratio = many.rss / few.rss;
    const heap = many.heapUsed / few.heapUsed;
    return [
      { name: `resident memory, ${String(FEW)} waiting`, value: megabytes(few.rss) },
      { name: `resident memory, ${String(MANY)} waiting`, value: megabytes(many.rss) },
      { name: 'ratio', value: ratio.toFixed(2), target: atMost(1.2, ratio) },
      { name: `heap, ${String(FEW)} waiting`, value: megabytes(few.heapUsed) },
      { name: `heap, ${String(MANY)} waiting`, value: megabytes(many.heapUsed) },
      { name: 'ratio of the heaps', value: heap.toFixed(2) },
      { name: 'peak memory of the connector', value: megabytes(harness.peakMemory()) },
    ];
  } finally {
    await harness.end();
  }
}

async function openTickets({ sandbox }: Harness, count: number): Promise<readonly number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const made = await sandbox.change(
      Array.from({ length: 500 }, (_, index) => ({
        ...{ do: 'openTicketByNewcomer' as const, email: `w-${String(ids.length + index)}@customer.example.com` },
      })),
    );
    ids.push(...made);
  }
  return ids.slice(0, count);
}

/** From then on the tickets are known. */
async function readLists({ client }: Harness): Promise<void> {
  await client.workflow.execute(WORKFLOW_TYPES.fullSync, {
    ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT) },
    args: [{ account: ACCOUNT, resources: ['customers', 'tickets'] }],
  });
}

/** Memory when the workflows of all these tickets have begun, looked once and wait. */
async function waitWith({ client, memory }: Harness, ids: readonly number[]): Promise<Memory> {
  const signaller = createTicketSignaller(client);
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const batch = ids.slice(first, first + AT_ONCE);
    await Promise.all(batch.map((ticketId) => signaller.signal(ACCOUNT, ticketId, { source: 'backfill' })));
  }
  for (;;) {
    const { count } = await client.workflow.count(
      `WorkflowType = '${WORKFLOW_TYPES.ticket}' AND TicketStatus = 'open'`,
    );
    say(`             ${String(count)} of ${String(ids.length)} wait`);
    if (count >= ids.length) break;
    await sleep(2_000);
  }
  await sleep(5_000);
  return memory();
}
