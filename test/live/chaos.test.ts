import { setTimeout as delay } from 'node:timers/promises';
import { Client as Database } from 'pg';
import { createRandom } from '../../packages/sandbox/random';
import { createWorld } from '../../packages/sandbox/world/world';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { differencesBetween } from '../support/compare';
import { ACCOUNT } from '../support/connector';
import { type ChaosHarness, openChaosHarness } from './chaos-harness';
import { shortTimes } from './harness';
import { type Expected, expectedOf, storyDifferences, withoutLeftovers } from './story-oracle';
import { writeStories } from './story-script';
import { playStories } from './play-stories';

/** `TAJO_CHAOS=full npx jest test/live/chaos.test.ts`: the figures of the specification, some ten minutes. */
const SIZE =
  process.env['TAJO_CHAOS'] === 'full'
    ? { tickets: 200, kills: 30, withinMs: 200_000, gapMs: [1_000, 4_000] as const, lost: 12, patienceMs: 600_000 }
    : { tickets: 40, kills: 8, withinMs: 20_000, gapMs: [700, 2_000] as const, lost: 3, patienceMs: 200_000 };
const SEED = 20_261_122;
/** Longer than the feed is behind when everything is down at once: a skipped survey stands in no record, only there. */
const CSAT_MS = 60_000;

let harness: ChaosHarness;
let database: Database;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  harness = await openChaosHarness(closing, chaoticTimes);
  database = new Database(harness.databaseUrl);
  database.on('error', () => undefined);
  await database.connect();
  closing.push(() => database.end());
  await harness.client.workflow.execute(WORKFLOW_TYPES.fullSync, {
    ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT), args: [{ account: ACCOUNT }] },
  });
}, 240_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close().catch(() => undefined);
}, 120_000);

test('when workers, API and Temporal are killed again and again and Brevo loses answers, no answered webhook is lost and nothing is told or sent twice', async () => {
  const startedAt = Date.now();
  await loseAnswers();
  const killing = killAtRandom();
  const played = await playStories(writeStories(SEED, SIZE.tickets), harness, {
    ...{ seed: SEED, withinMs: SIZE.withinMs, gapMs: SIZE.gapMs },
  });
  await killing;
  const expected = played.map((one) => expectedOf(one, { account: ACCOUNT, csatMs: CSAT_MS }));

  const deadline = Date.now() + SIZE.patienceMs;
  // A campaign is written down before it may leave, and waits there while another ticket of the person is open.
  const isOver = async (): Promise<boolean> =>
    (await differencesNow(expected, startedAt)).length === 0 && (await unsettled()).length === 0;
  while (!(await isOver()) && Date.now() < deadline) await delay(1_000);
  expect(await differencesNow(expected, startedAt)).toEqual([]);
  expect(await unsettled()).toEqual([]);
  // One that was only now answered is read within seconds.
  while ((await uncountedWebhooks()).length > 0 && Date.now() < deadline) await delay(500);
  expect(await uncountedWebhooks()).toEqual([]);
  expect((await unknownCampaigns()).size).toBeLessThanOrEqual(SIZE.kills);
  await report(startedAt);
}, 1_500_000);

function chaoticTimes(yaml: string): string {
  return shortTimes(yaml.replace(/wait: 7d/, `wait: ${String(CSAT_MS / 1_000)}s`)).replace(/every: 1m/, 'every: 5s');
}

/** Brevo does what it is asked, and the connection breaks before it can say so. */
async function loseAnswers(): Promise<void> {
  const paths = ['/v3/events', '/v3/smtp/email', '/v3/contacts'];
  const add = paths.map((pathPrefix) => ({
    ...{ kind: 'reset-after-commit', match: { method: 'POST', pathPrefix } },
    ...{ probability: 0.1, times: SIZE.lost },
  }));
  await harness.ask('faults', { of: 'brevo', add });
}

/** One of the four after the other, in no order, while the stories go on. */
async function killAtRandom(): Promise<void> {
  const random = createRandom(SEED);
  const everyMs = (SIZE.withinMs + SIZE.gapMs[1] * 6) / SIZE.kills;
  for (let kills = 0; kills < SIZE.kills; kills += 1) {
    await delay(random.int(everyMs / 2, (everyMs * 3) / 2));
    const victim = random.int(0, harness.processes.length);
    await (harness.processes[victim]?.kill() ?? harness.temporal.killAndStart());
  }
}

async function differencesNow(expected: readonly Expected[], startedAt: number): Promise<readonly string[]> {
  const [brevo, { options, happened }] = await Promise.all([harness.brevo(), harness.happened()]);
  const world = createWorld({ ...options, happened });
  const { acquaintances } = harness.vendors;
  return [
    ...storyDifferences(brevo, expected, await unknownCampaigns()),
    ...withoutLeftovers(differencesBetween({ world, contacts: brevo.contacts, acquaintances }, startedAt), expected),
  ];
}

async function rows<Row extends object>(sql: string): Promise<readonly Row[]> {
  return (await database.query<Row>(sql)).rows;
}

async function unknownCampaigns(): Promise<ReadonlySet<number>> {
  const unknown = await rows<{ id: string }>(
    `select ticket_id::text as id from outbox where kind = 'campaign' and state = 'unknown'`,
  );
  return new Set(unknown.map(({ id }) => Number(id)));
}

function unsettled(): Promise<readonly object[]> {
  return rows(`select key, state, reason, gate from outbox
    where state <> 'sent' and not (kind = 'campaign' and state in ('unknown', 'given_up'))`);
}

/** Each webhook that got a 2xx stands in its ticket's story, heard when it was sent or later. */
async function uncountedWebhooks(): Promise<readonly string[]> {
  const accepted = new Map<number, number>();
  const notes = await rows<{ id: string; at: Date }>(
    `select ticket_id::text as id, max(at) as at from ticket_notes where source = 'webhook' group by ticket_id`,
  );
  for (const { id, at } of notes) accepted.set(Number(id), at.getTime());
  return (await harness.deliveries()).flatMap(({ ticketId, state, attempts }) => {
    const sentAt = attempts.at(-1)?.at ?? 0;
    const isCounted = state !== 'answered' || (accepted.get(ticketId) ?? 0) >= sentAt;
    return isCounted
      ? []
      : [`ticket ${String(ticketId)}: a webhook of ${new Date(sentAt).toISOString()} was not heard`];
  });
}

async function report(startedAt: number): Promise<void> {
  const deliveries = await harness.deliveries();
  const { events, mails } = await harness.brevo();
  const { played } = await harness.ask<{ played: unknown[] }>('faults', { of: 'brevo' });
  const [found] = await rows<{ events: string }>(
    `select count(*)::text as events from outbox where kind = 'timeline' and reason = 'found after a lost answer'`,
  );
  const figures = {
    ...{ tickets: SIZE.tickets, kills: SIZE.kills, seconds: Math.round((Date.now() - startedAt) / 1_000) },
    webhooks: deliveries.length,
    answered: deliveries.filter(({ state }) => state === 'answered').length,
    answers: tally(deliveries.flatMap(({ attempts }) => attempts.map(({ status, error }) => String(status ?? error)))),
    ...{ events: events.length, foundAfterLostAnswer: found?.events, lostAnswers: played.length },
    campaigns: mails.length + events.filter(({ properties }) => 'campaign' in properties).length,
    unknown: (await unknownCampaigns()).size,
    collapses: harness.processes.map(({ name, collapses }) => `${name} ${String(collapses)}`).join(', '),
  };
  console.log(JSON.stringify(figures));
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
