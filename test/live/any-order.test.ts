import { setTimeout as delay } from 'node:timers/promises';
import { startApi } from '../../src/api';
import type { RunningServer } from '../../src/api/server';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { createRandom } from '../../packages/sandbox/random';
import { WEBHOOK_TEMPLATES, webhookAddress } from '../../src/webhooks/template';
import { SECRET_HEADER } from '../../src/webhooks/secret';
import { TASK_QUEUE, ticketWorkflowId, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { differences } from '../support/compare';
import { ACCOUNT, testConfig } from '../support/connector';
import { eventually } from '../support/eventually';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';
import { expectedOf, storyDifferences, withoutLeftovers } from './story-oracle';
import { writeStories } from './story-script';
import { playStories } from './play-stories';

const SEED = 20_261_122;
const STORIES = 50;
const SECRET = 'webhook-test-secret';
/** Longer than the feed is behind at its worst: a skipped survey stands in no record, only there. */
const CSAT_MS = 40_000;
/** Gorgias promises nothing of this sort not to happen (gorgias-api.md 9.4). */
const MISBEHAVIOUR = { drop: 0.3, duplicate: 0.4, delayMs: [0, 6_000] as [number, number], seed: SEED };

let harness: LiveHarness | null = null;
let door: RunningServer | null = null;
beforeAll(async () => {
  harness = await openLiveHarness({
    world: { customers: 0, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 } },
    edit: slowSurveys,
  });
  door = await openDoor(harness);
  for (const { name, trigger, form } of WEBHOOK_TEMPLATES)
    harness.sandbox.gorgias.integrations.create({
      ...{ name, type: 'http' },
      http: {
        url: webhookAddress(door.url, ACCOUNT),
        form,
        headers: { [SECRET_HEADER]: SECRET },
        triggers: { [trigger]: true },
      },
    });
  await harness.connector.sync();
});
afterAll(async () => {
  await door?.close();
  await harness?.end();
});

test('when webhooks are dropped, doubled, late and overtaken and the feed comes in overlapping pages, 50 tickets end as if nothing had happened to them', async () => {
  const { sandbox } = opened();
  const startedAt = Date.now();
  sandbox.gorgias.integrations.misbehave(MISBEHAVIOUR);
  const reading = readUntilPublished();
  const played = await playStories(
    writeStories(SEED, STORIES),
    {
      change: (change) => Promise.resolve(sandbox.world.change(change)),
      customerOf: (ticketId) => Promise.resolve(sandbox.world.tickets.get(ticketId)?.customerId ?? 0),
    },
    { seed: SEED, withinMs: 8_000, gapMs: [700, 1_600] },
  ).catch((thrown: unknown) => {
    reading.stop();
    throw thrown;
  });
  await sandbox.gorgias.integrations.idle();
  reading.stop();
  await reading.ended;

  const expected = played.map((one) => expectedOf(one, { account: ACCOUNT, csatMs: CSAT_MS }));
  const found = (): readonly string[] => [
    ...storyDifferences(sandbox.brevo.state.snapshot(), expected),
    ...withoutLeftovers(differences(sandbox, startedAt), expected),
  ];
  await eventually(
    async () => {
      if (found().length > 0) await readOnce(100);
      return found().length === 0;
    },
    () => found().join('\n'),
  );
  const { deliveries } = sandbox.gorgias.integrations;
  const fates = {
    all: deliveries.count(),
    dropped: deliveries.count({ state: 'dropped' }),
    doubled: deliveries.list().filter(({ duplicateOf }) => duplicateOf !== null).length,
  };
  console.log(`${JSON.stringify(fates)}; ${sandbox.brevo.state.snapshot().events.length} events`);
  // A loaded machine refuses some with 503; as many must have come in as there are tickets, or the disorder was none.
  const came = deliveries.count({ state: 'answered' });
  expect(Math.min(came, fates.dropped, fates.doubled)).toBeGreaterThan(STORIES);
  // All of it read and told once more changes nothing.
  const publishedBefore = sandbox.brevo.state.snapshot().events.length;
  const { total: before } = sandbox.gorgias.journal;
  // One after the other: a loaded server refuses what it cannot accept within 3 s.
  for (const { ticketId } of played) await opened().hint(ticketId);
  const refreshes = (): Set<string> =>
    new Set(
      sandbox.gorgias.journal.requests({ sinceSeq: before, pathPrefix: '/api/tickets/' }).map(({ path }) => path),
    );
  await eventually(() => refreshes().size === STORIES);
  await eventually(async () => (await Promise.all(played.map(isQuiet))).every((quiet) => quiet));
  expect([sandbox.brevo.state.snapshot().events.length, found()]).toEqual([publishedBefore, []]);
});

/** Nothing is being done about the ticket just now. */
async function isQuiet({ ticketId }: { ticketId: number }): Promise<boolean> {
  const { status, pendingActivities } = await describe(ticketId);
  return status !== 'RUNNING' || pendingActivities === 0;
}

async function describe(ticketId: number): Promise<{ status: string; pendingActivities: number }> {
  const handle = opened().connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId));
  const { status, raw } = await handle.describe();
  return { status: status.name, pendingActivities: raw.pendingActivities?.length ?? 0 };
}

function slowSurveys(yaml: string): string {
  return shortTimes(yaml.replace(/wait: 7d/, `wait: ${String(CSAT_MS / 1_000)}s`));
}

function opened(): LiveHarness {
  if (harness === null) throw new Error('the stage did not come up');
  return harness;
}

let reads = 0;

async function readOnce(batchSize: number): Promise<void> {
  const { workflow } = opened().connector.client;
  await workflow.execute(WORKFLOW_TYPES.incrementalSync, {
    taskQueue: TASK_QUEUE,
    workflowId: `incremental-sync/${ACCOUNT}-any-order-${String((reads += 1))}`,
    args: [{ account: ACCOUNT, batchSize }],
  });
}

/** Reads the feed again and again, each time from far before its end, in small pages, after pauses of any length. */
function readUntilPublished(): { stop(): void; readonly ended: Promise<void> } {
  const random = createRandom(SEED);
  const state = { isOver: false };
  const ended = (async () => {
    while (!state.isOver) {
      await readOnce(random.pick([40, 70, 100]));
      await delay(random.int(0, 3_000));
    }
  })();
  ended.catch(() => undefined);
  return { stop: () => (state.isOver = true), ended };
}

async function openDoor({ connector, temporal }: LiveHarness): Promise<RunningServer> {
  return startApi({
    ...{
      store: connector.store,
      keyring: connector.keyring,
      config: testConfig(slowSurveys),
      metrics: createMetrics(),
    },
    log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
    ...{ apiKey: 'test-key-of-the-api', webhookSecrets: [SECRET], host: '127.0.0.1', port: 0, orNext: false },
    ...{ temporalAddress: temporal.address, uiUrl: null, proxies: {} },
  });
}
