import { setTimeout as sleep } from 'node:timers/promises';
import { ensureSchedule, removeSchedule } from '../../src/control/schedules';
import { openPostgres } from '../../src/store/database/postgres';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { atMost, type Figure, say } from '../figures';
import { ACCOUNT, type Harness, openHarness, REAL_LIMITS } from '../harness';

/**
 * `BENCH_FEED=14200`: customers. By default few enough for a first full sync of two minutes; at Brevo's 10 requests a second their contacts take
 * longer than the measurement.
 */
const CUSTOMERS = Number(process.env['BENCH_FEED'] ?? 4_000);
const SIZE = { customers: CUSTOMERS, tickets: CUSTOMERS * 2, surveys: Math.round(CUSTOMERS / 4) };
/** `schedule.every` of the example. */
const EVERY_MS = 60_000;
const TICKETS = 24;
/** No divisor of a minute: closings meet the schedule at every second of it. */
const CLOSING_EVERY_MS = 13_000;
/** Every ticket that was open before the installation gets a workflow first. */
const SETTLED_WITHIN_MS = 1_800_000;
const RESOLVED_WITHIN_MS = 600_000;
/** A minute until the feed is read, and what comes after it. */
const TARGET_SECONDS = 75;

/** How soon a closing that no webhook told of is on Brevo's timeline, while a full sync writes every contact singly. */
export async function feed(): Promise<readonly Figure[]> {
  const harness = await openHarness({ size: SIZE, rate: REAL_LIMITS, enrich: 'none' });
  try {
    await fullSync(harness);
    await ensureSchedule(harness.client, ACCOUNT, { everyMs: EVERY_MS });
    const tickets = await openTickets(harness);
    const due = await makeAllDueSingly(harness);
    const syncing = await startFullSync(harness);
    const delays = await closeTickets(harness, tickets);
    const left = await countDue(harness);
    await removeSchedule(harness.client, ACCOUNT);
    await syncing.terminate('measured').catch(() => undefined);
    const refusals = await harness.sandbox.count('brevo', { status: 429 });
    const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? NaN;
    return [
      { name: 'contacts to be written singly', value: String(due) },
      { name: 'still to be written at the end', value: String(left) },
      { name: 'closing to Brevo event without webhooks, p50', value: `${at(0.5).toFixed(1)} s` },
      {
        ...{ name: 'closing to Brevo event without webhooks, p95', value: `${at(0.95).toFixed(1)} s` },
        target: atMost(TARGET_SECONDS, at(0.95)),
      },
      { name: 'of closings', value: String(delays.length) },
      { name: 'answers 429 of Brevo', value: String(refusals), target: atMost(0, refusals) },
    ];
  } finally {
    await harness.end();
  }
}

function startFullSync({ client }: Harness): ReturnType<Harness['client']['workflow']['start']> {
  return client.workflow.start(WORKFLOW_TYPES.fullSync, {
    ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT), args: [{ account: ACCOUNT }] },
  });
}

async function fullSync(harness: Harness): Promise<void> {
  say('             a first full sync …');
  await (await startFullSync(harness)).result();
}

/** As after imports that Brevo could not carry out. */
function makeAllDueSingly(harness: Harness): Promise<number> {
  const sql = `update contacts set due_at = now(), due_version = due_version + 1, hash = null, alone = true
    where account = $1 returning 1`;
  return rows(harness, sql);
}

function countDue(harness: Harness): Promise<number> {
  return rows(harness, 'select 1 from contacts where account = $1 and due_at is not null');
}

async function rows({ databaseUrl }: Harness, sql: string): Promise<number> {
  const db = openPostgres(databaseUrl, () => undefined);
  try {
    return (await db.query(sql, [ACCOUNT])).length;
  } finally {
    await db.close();
  }
}

const UNSETTLED = `select 1 from ticket_states
  where account = $1 and (looked_at is null or stood_at is null or stood_at < looked_at)`;

async function openTickets(harness: Harness): Promise<readonly number[]> {
  const opened = await harness.sandbox.change(
    Array.from({ length: TICKETS }, (_, number) => ({
      ...{
        do: 'openTicketByNewcomer' as const,
        email: `feed-${String(number)}@customer.example.com`,
        channel: 'chat' as const,
      },
    })),
  );
  await arrivals(harness, opened, { name: 'SUPPORT_TICKET_OPENED', withinMs: SETTLED_WITHIN_MS });
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while ((await rows(harness, UNSETTLED)) > 0 && Date.now() < deadline) await sleep(2_000);
  return opened;
}

/** Seconds from each closing to its event, sorted. */
async function closeTickets(harness: Harness, tickets: readonly number[]): Promise<readonly number[]> {
  const closed = new Map<number, number>();
  for (const ticketId of tickets) {
    await harness.sandbox.change([{ do: 'closeTicket', ticketId }]);
    closed.set(ticketId, Date.now());
    await sleep(CLOSING_EVERY_MS);
  }
  const arrived = await arrivals(harness, tickets, { name: 'SUPPORT_TICKET_RESOLVED', withinMs: RESOLVED_WITHIN_MS });
  return tickets
    .map((ticketId) => ((arrived.get(ticketId) ?? Number.POSITIVE_INFINITY) - (closed.get(ticketId) ?? 0)) / 1_000)
    .sort((one, other) => one - other);
}

/** When Brevo got each ticket's event, as far as they came in time. */
async function arrivals(
  harness: Harness,
  tickets: readonly number[],
  { name: wanted, withinMs }: { readonly name: string; readonly withinMs: number },
): Promise<ReadonlyMap<number, number>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const events = (await harness.sandbox.events()).filter(
      ({ name, ticketId }) => name === wanted && tickets.includes(ticketId),
    );
    if (events.length === tickets.length || Date.now() > deadline)
      return new Map(events.map(({ ticketId, receivedAt }) => [ticketId, receivedAt]));
    await sleep(2_000);
  }
}
