import { setTimeout as sleep } from 'node:timers/promises';
import { createTicketSignaller } from '../../src/control/signal-ticket';
import { fullSyncWorkflowId, TASK_QUEUE, ticketWorkflowId, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { atMost, type Figure, megabytes, say } from '../figures';
import { ACCOUNT, type Memory, NO_LIMITS, openHarness, type Harness } from '../harness';

/** `BENCH_WAITING=1000,20000`: how many wait at each look, the first against the last. */
const COUNTS = (process.env['BENCH_WAITING'] ?? '100,10000').split(',').map(Number);
const AT_ONCE = 20;
/** Histories that are counted, from the first ticket to the last. */
const HISTORIES = 200;
/** Tickets of a generated world are closed for the most part; an open one is looked at from the list, without a request. */
const SIZE = { customers: 2_000, tickets: 4_000, surveys: 10 };

/** What a worker holds while few and while many tickets wait, what one of them costs, and what a refused key asks for all of them. */
export async function waiting(): Promise<readonly Figure[]> {
  const harness = await openHarness({ size: SIZE, rate: NO_LIMITS, enrich: 'none' });
  try {
    const ids = await openTickets(harness, Math.max(...COUNTS));
    await readLists(harness);
    const looks: Look[] = [];
    for (const count of COUNTS) looks.push(await lookAt(harness, ids.slice(0, count)));
    const [few, many] = [looks[0], looks.at(-1)];
    if (few === undefined || many === undefined) throw new Error('nobody is to wait');
    const ratio = many.memory.rss / few.memory.rss;
    return [
      ...looks.flatMap(figuresOf),
      { name: 'ratio of the resident memory', value: ratio.toFixed(2), target: atMost(1.2, ratio) },
      { name: 'ratio of the heaps', value: (many.memory.heapUsed / few.memory.heapUsed).toFixed(2) },
      { name: 'peak memory of the connector', value: megabytes(harness.peakMemory()) },
      ...(await refusedKey(harness, ids)),
    ];
  } finally {
    await harness.end();
  }
}

interface Look {
  readonly waiting: number;
  readonly memory: Memory;
  readonly begun: number;
  readonly seconds: number;
  readonly processorMs: number;
}

function figuresOf({ waiting: number, memory, begun, seconds, processorMs }: Look): readonly Figure[] {
  const of = `${String(number)} waiting`;
  return [
    { name: `resident memory, ${of}`, value: megabytes(memory.rss) },
    { name: `heap, ${of}`, value: megabytes(memory.heapUsed) },
    { name: `a ticket that begins to wait, up to ${of}`, value: `${(begun / seconds).toFixed(1)} a second` },
    { name: 'processor time of the connector for each', value: `${(processorMs / begun).toFixed(0)} ms` },
  ];
}

const looked = { waiting: 0 };

async function lookAt(harness: Harness, ids: readonly number[]): Promise<Look> {
  const begun = ids.length - looked.waiting;
  looked.waiting = ids.length;
  const from = { at: Date.now(), processorMs: harness.processorMs() };
  await waitWith(harness, ids.slice(-begun), ids.length);
  const seconds = (Date.now() - from.at) / 1_000;
  const processorMs = harness.processorMs() - from.processorMs;
  await sleep(5_000);
  return { waiting: ids.length, memory: await harness.memory(), begun, seconds, processorMs };
}

/** Case B19 at scale: something is heard of every ticket while Gorgias refuses the key. */
async function refusedKey(harness: Harness, ids: readonly number[]): Promise<readonly Figure[]> {
  const { sandbox } = harness;
  await sandbox.refuseKey();
  const before = await sandbox.count('gorgias');
  await signal(harness, ids);
  // They gather for three seconds, ask, and wait for whoever mends the key.
  let [settled, handled] = [-1, 0];
  while (settled !== handled) {
    settled = handled;
    await sleep(15_000);
    handled = await sandbox.count('gorgias');
  }
  const asked = (await sandbox.count('gorgias')) - before;
  const lengths = await historyLengths(harness, ids);
  return [
    { name: `requests to Gorgias with a refused key, ${String(ids.length)} tickets`, value: String(asked) },
    {
      name: 'longest history',
      value: `${String(Math.max(...lengths))} events`,
      target: atMost(1_000, Math.max(...lengths)),
    },
    { name: 'resident memory then', value: megabytes((await harness.memory()).rss) },
  ];
}

async function historyLengths({ client }: Harness, ids: readonly number[]): Promise<readonly number[]> {
  const step = Math.max(1, Math.floor(ids.length / HISTORIES));
  const lengths: number[] = [];
  for (let index = 0; index < ids.length; index += step) {
    const handle = client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ids[index] ?? 0));
    lengths.push((await handle.describe()).historyLength);
  }
  return lengths;
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

async function signal({ client }: Harness, ids: readonly number[]): Promise<void> {
  const signaller = createTicketSignaller(client);
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const batch = ids.slice(first, first + AT_ONCE);
    await Promise.all(batch.map((ticketId) => signaller.signal(ACCOUNT, ticketId, { source: 'backfill' })));
  }
}

/** Until the workflows of these tickets, and of those before, have begun, looked once and wait. */
async function waitWith(harness: Harness, ids: readonly number[], all: number): Promise<void> {
  await signal(harness, ids);
  for (;;) {
    const count = await countWaiting(harness);
    say(`             ${String(count ?? '?')} of ${String(all)} wait`);
    if (count !== null && count >= all) return;
    await sleep(5_000);
  }
}

/** Null: a Temporal server that gets no processor time answers with anything, also that it knows no such namespace. */
async function countWaiting({ client }: Harness): Promise<number | null> {
  const query = `WorkflowType = '${WORKFLOW_TYPES.ticket}' AND TicketStatus = 'open'`;
  return client.workflow.count(query).then(
    ({ count }) => count,
    () => null,
  );
}
