import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../packages/sandbox/random';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { type ChaosHarness, openChaosHarness } from './chaos-harness';
import { shortTimes } from './harness';
import { type ChaosTruth, chaosTruth } from './chaos-truth';
import { expectedOf } from './story-oracle';
import { writeStories } from './story-script';
import { playStories } from './play-stories';

/** `TAJO_CHAOS=full npx jest test/live/chaos.test.ts`: the figures of the specification, some ten minutes. */
const SIZE =
  process.env['TAJO_CHAOS'] === 'full'
    ? { tickets: 200, kills: 30, withinMs: 200_000, gapMs: [1_000, 4_000] as const, lost: 12 }
    : { tickets: 40, kills: 8, withinMs: 20_000, gapMs: [700, 2_000] as const, lost: 3 };
const SEED = 20_261_122;
/** Longer than the feed is behind when everything is down at once: a skipped survey stands in no record, only there. */
const CSAT_MS = 60_000;

let harness: ChaosHarness;
let truth: ChaosTruth;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  harness = await openChaosHarness(closing, { edit: chaoticTimes });
  truth = chaosTruth(harness);
  await harness.client.workflow.execute(WORKFLOW_TYPES.fullSync, {
    ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT), args: [{ account: ACCOUNT }] },
  });
});
afterAll(async () => {
  for (const close of closing.reverse()) await close().catch(() => undefined);
});

test('when workers, API and Temporal are killed again and again and Brevo loses answers, no answered webhook is lost and nothing is told or sent twice', async () => {
  const startedAt = Date.now();
  await loseAnswers();
  const killing = killAtRandom();
  const played = await playStories(writeStories(SEED, SIZE.tickets), harness, {
    ...{ seed: SEED, withinMs: SIZE.withinMs, gapMs: SIZE.gapMs },
  });
  await killing;
  const expected = played.map((one) => expectedOf(one, { account: ACCOUNT, csatMs: CSAT_MS }));

  await truth.untilAllIsRight(expected, startedAt);
  // One that was only now answered is read within seconds.
  await eventually(async () => (await uncountedWebhooks()).length === 0);
  expect((await truth.unknownCampaigns()).size).toBeLessThanOrEqual(SIZE.kills);
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

/** Each webhook that got a 2xx stands in its ticket's story, heard when it was sent or later. */
async function uncountedWebhooks(): Promise<readonly string[]> {
  const accepted = new Map<number, number>();
  const notes = await truth.rows<{ id: string; at: Date }>(
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
  const [found] = await truth.rows<{ events: string }>(
    `select count(*)::text as events from outbox where kind = 'timeline' and reason = 'found after a lost answer'`,
  );
  const figures = {
    ...{ tickets: SIZE.tickets, kills: SIZE.kills, seconds: Math.round((Date.now() - startedAt) / 1_000) },
    webhooks: deliveries.length,
    answered: deliveries.filter(({ state }) => state === 'answered').length,
    answers: tally(deliveries.flatMap(({ attempts }) => attempts.map(({ status, error }) => String(status ?? error)))),
    ...{ events: events.length, foundAfterLostAnswer: found?.events, lostAnswers: played.length },
    campaigns: mails.length + events.filter(({ properties }) => 'campaign' in properties).length,
    unknown: (await truth.unknownCampaigns()).size,
    collapses: harness.processes.map(({ name, collapses }) => `${name} ${String(collapses)}`).join(', '),
  };
  console.log(JSON.stringify(figures));
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
