import { setTimeout as sleep } from 'node:timers/promises';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { GATHER_MS } from '../../src/workflows/ticket/signals';
import { openDoor } from '../../test/live/webhook-load';
import { atMost, type Figure } from '../figures';
import { REFERENCE_SIZE } from '../sizes';
import { ACCOUNT, openHarness, REAL_LIMITS, type Harness } from '../harness';

const SECRET = 'webhook-bench-secret';
/** Until the full sync has used the burst up and runs at the limit. */
const WARM_UP_MS = 30_000;
const WEBHOOKS = 24;
const EVERY_MS = 5_000;
const LATEST_MS = 120_000;
const TARGET_SECONDS = 2;

/** How soon a webhook is on Brevo's timeline while a full sync uses what Gorgias allows. */
export async function lanes(): Promise<readonly Figure[]> {
  const harness = await openHarness({
    ...{ size: REFERENCE_SIZE, rate: REAL_LIMITS, enrich: 'none', webhookSecret: SECRET },
  });
  try {
    const handle = await harness.client.workflow.start(WORKFLOW_TYPES.fullSync, {
      ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT), args: [{ account: ACCOUNT }] },
    });
    await sleep(WARM_UP_MS);
    const delays = await measure(harness);
    const stillRunning = (await handle.describe()).status.name === 'RUNNING';
    await handle.terminate('measured');
    const refusals = await harness.sandbox.count('gorgias', { status: 429 });
    const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? NaN;
    return [
      { name: 'webhook to Brevo event above 3 s, p50', value: `${at(0.5).toFixed(2)} s` },
      {
        ...{ name: 'webhook to Brevo event above 3 s, p95', value: `${at(0.95).toFixed(2)} s` },
        target: atMost(TARGET_SECONDS, at(0.95)),
      },
      { name: 'of webhooks', value: String(delays.length) },
      { name: 'answers 429', value: String(refusals), target: atMost(0, refusals) },
      { name: 'the full sync was under way all the time', value: stillRunning ? 'yes' : 'no' },
    ];
  } finally {
    await harness.end();
  }
}

/** Seconds above the gathering, sorted. */
async function measure(harness: Harness): Promise<readonly number[]> {
  const door = openDoor(`${harness.apiUrl ?? ''}/webhooks/gorgias/${ACCOUNT}`, SECRET);
  const sent = new Map<number, number>();
  for (let number = 0; number < WEBHOOKS; number += 1) {
    const email = `lane-${String(number)}@customer.example.com`;
    const [ticketId = 0] = await harness.sandbox.change([{ do: 'openTicketByNewcomer', email, channel: 'chat' }]);
    sent.set(ticketId, (await door.knock(ticketId)).sentAt);
    await sleep(EVERY_MS);
  }
  await door.close();
  const deadline = Date.now() + LATEST_MS;
  for (;;) {
    const arrived = (await harness.sandbox.events()).filter(({ ticketId }) => sent.has(ticketId));
    if (arrived.length === WEBHOOKS || Date.now() > deadline) {
      const delays = arrived.map(({ ticketId, receivedAt }) => receivedAt - (sent.get(ticketId) ?? 0) - GATHER_MS);
      // One that never came counts as late as can be.
      while (delays.length < WEBHOOKS) delays.push(LATEST_MS);
      return delays.map((ms) => ms / 1_000).sort((one, other) => one - other);
    }
    await sleep(500);
  }
}
