import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../packages/sandbox/random';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { closeAll, type Closing } from '../support/open-connector';
import { type ChaosHarness, openChaosHarness } from './chaos-harness';
import { type ChaosTruth, chaosTruth } from './chaos-truth';
import { shortTimes } from './harness';
import { type MortalPostgres, startMortalPostgres } from './mortal-postgres';
import { playStories } from './play-stories';
import { expectedOf } from './story-oracle';
import { writeStories } from './story-script';

/** `TAJO_CHAOS=full npx jest test/live/fail-over.test.ts`: twenty failures over fifty tickets, some two minutes. */
const SIZE =
  process.env['TAJO_CHAOS'] === 'full'
    ? { tickets: 50, failures: 20, withinMs: 20_000, customers: 120, closed: 200 }
    : { tickets: 12, failures: 8, withinMs: 6_000, customers: 30, closed: 40 };
const SEED = 20_261_129;
const CSAT_MS = 20_000;
/** Long enough for something to begin between two failures, short enough that most of what takes a second meets one. */
const BETWEEN_MS = [300, 1_300] as const;

let postgres: MortalPostgres;
let harness: ChaosHarness;
let truth: ChaosTruth;
const closing: Closing = [];
beforeAll(async () => {
  postgres = await startMortalPostgres();
  closing.push(() => postgres.stop());
  const world = { customers: SIZE.customers, tickets: SIZE.closed, surveys: 10 };
  harness = await openChaosHarness(closing, { edit: soonOver, databaseUrl: postgres.url, world });
  truth = chaosTruth(harness);
  // One that has not come up yet ends with a sentence, and is started again by whoever runs it.
  await eventually(() => harness.processes.every((member) => /"event":"(?:worker|api)\.ready"/.test(member.output())));
});
afterAll(() => closeAll(closing));

test('when Postgres is killed or restarted again and again in the middle of a full sync and of live tickets, no process ends, and all is right in the end', async () => {
  const startedAt = Date.now();
  let isSynced = false;
  const sync = harness.client.workflow
    .execute(WORKFLOW_TYPES.fullSync, {
      ...{ taskQueue: TASK_QUEUE, workflowId: fullSyncWorkflowId(ACCOUNT) },
      args: [{ account: ACCOUNT, batchSize: 10 }],
    })
    .finally(() => (isSynced = true));
  const failing = failAgainAndAgain(() => isSynced);
  const played = await playStories(writeStories(SEED, SIZE.tickets), harness, {
    ...{ seed: SEED, withinMs: SIZE.withinMs, gapMs: [700, 1_500] },
  });
  const failuresOfSync = await failing;
  await sync;
  const expected = played.map((one) => expectedOf(one, { account: ACCOUNT, csatMs: CSAT_MS }));

  await truth.untilAllIsRight(expected, startedAt);
  expect(harness.processes.filter(({ collapses }) => collapses > 0).map((member) => member.output())).toEqual([]);
  expect(failuresOfSync).toBeGreaterThanOrEqual(2);
  console.log(JSON.stringify({ ...SIZE, failuresOfSync, seconds: Math.round((Date.now() - startedAt) / 1_000) }));
});

/** @returns how many of the failures came while the sync ran. */
async function failAgainAndAgain(isSynced: () => boolean): Promise<number> {
  const random = createRandom(SEED);
  let ofSync = 0;
  for (let failures = 0; failures < SIZE.failures; failures += 1) {
    await delay(random.int(...BETWEEN_MS));
    if (!isSynced()) ofSync += 1;
    await (random.chance(0.5) ? postgres.killAndStart() : postgres.restart());
  }
  return ofSync;
}

function soonOver(yaml: string): string {
  return shortTimes(yaml.replace(/wait: 7d/, `wait: ${String(CSAT_MS / 1_000)}s`)).replace(/every: 1m/, 'every: 5s');
}
