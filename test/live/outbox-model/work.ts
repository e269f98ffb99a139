import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activities } from '../../../src/activities';
import type { IncrementalSetup } from '../../../src/activities/types';
import { isConnectorError } from '../../../src/domain/errors/connector-error';
import { count } from './chronicle';
import { type Command, MINUTE, SECOND, type StrikePlan, type Work } from './commands';
import { happen } from './deeds';
import type { Done } from './driver';
import { auditAndRepair, goOnErasing } from './long-works';
import type { WorkerLifetime } from './mortal-store';
import type { Scene } from './scene';
import type { TestWorker } from './worker';
import { timestampOf } from '../../../src/domain/timestamp';

/** So much is done in one go at most: what goes on for ever by itself would be a fault. */
const MOST_STEPS = 80;
/** Somebody who has come no further for so long waits for a lock. */
const STALLED_MS = 12;
/** What people do takes no longer, unless it waits for whoever stands still. */
const DEED_MS = 250;

export async function follow(scene: Scene, command: Command): Promise<void> {
  if (!('strike' in command)) return happen(scene, command);
  const worker = scene.worker(0);
  const meanwhile: Promise<unknown>[] = [];
  worker.lifetime.await(
    command.strike === null ? null : { ...command.strike, act: actOf(scene, command.strike, meanwhile) },
  );
  scene.log(command.do);
  await does(scene, worker, command.do);
  const { struckAt } = worker.lifetime;
  worker.lifetime.await(null);
  await Promise.all(meanwhile);
  if (worker.lifetime.isOver)
    count(scene.chronicle, `died ${worker.lifetime.attempting === null ? 'before or after' : 'while sending'}`);
  if (struckAt !== null && command.strike !== null && worker.lifetime.isOver) scene.log(`  died ${struckAt}`);
}

function actOf(
  scene: Scene,
  { then, nth, at }: StrikePlan,
  meanwhile: Promise<unknown>[],
): 'die' | (() => Promise<void>) {
  if (then === 'die') return then;
  return async () => {
    scene.log(`  at ${String(nth)} ${at}:`);
    count(scene.chronicle, `meanwhile: ${typeof then === 'string' ? then : then.do}`);
    if (typeof then === 'object') {
      const done = happen(scene, then, true);
      meanwhile.push(done);
      return overOrStalled(done, null);
    }
    const second = scene.worker(1);
    second.lifetime.await(then === 'late and dying' ? { at: 'campaign departing', nth: 1, act: 'die' } : null);
    // Stands still with its answer in its hands, and with no lock: until the other one is done, or they would overtake each other for ever.
    if (then === 'late' || then === 'late and dying') return driveLater(scene, second);
    const done = drive(scene, second, then === 'beside');
    meanwhile.push(done);
    await overOrStalled(done, second.lifetime);
  };
}

/** Temporal has taken the first for dead, and nobody waits for its answer any more. What is looked at again takes another second. */
async function driveLater(scene: Scene, worker: TestWorker): Promise<void> {
  for (const ms of [MINUTE + SECOND, 2 * SECOND]) {
    scene.chronicle.stalls.push(scene.lane.now());
    await scene.lane.pass(ms);
    await drive(scene, worker);
  }
}

/** Whoever waits for the one that stands still here would wait for ever. */
async function overOrStalled(done: Promise<unknown>, lifetime: WorkerLifetime | null): Promise<void> {
  const state = { isOver: false };
  const over = done.finally(() => (state.isOver = true)).catch(() => undefined);
  if (lifetime === null) {
    await Promise.race([over, sleep(DEED_MS)]);
    return;
  }
  for (let steps = -1; !state.isOver && steps !== lifetime.steps;) {
    steps = lifetime.steps;
    await Promise.race([over, sleep(STALLED_MS)]);
  }
}

async function does(scene: Scene, worker: TestWorker, what: Work['do']): Promise<void> {
  switch (what) {
    case 'step':
      await scene.driver.step(worker);
      return;
    case 'work':
      return drive(scene, worker);
    case 'sync':
      await sync(scene, worker);
      return;
    case 'audit':
      await auditAndRepair(scene, worker);
  }
}

/** Everything whose time has come, after the minute's look for what nobody told. */
async function drive(scene: Scene, worker: TestWorker, isBeside = false): Promise<void> {
  await signalTickets(scene, worker);
  await goOnErasing(scene, worker);
  for (let steps = 0; steps < MOST_STEPS; steps += 1)
    if (worker.lifetime.isOver || !(await scene.driver.step(worker, isBeside))) return;
  const last = scene.chronicle.steps.slice(-12).join('\n    ');
  scene.chronicle.wrongs.push(`after ${String(MOST_STEPS)} steps there is still something to do at once\n    ${last}`);
}

/** The schedule's run of this minute, as far as it costs no request. */
async function signalTickets(scene: Scene, worker: TestWorker): Promise<void> {
  const { account, lane, config } = scene;
  const now = lane.now();
  const row = await lane.stores[1].accounts.find(account);
  if (row === null || row.state === 'paused' || !row.enabled || now - scene.lastSignalAt < MINUTE) return;
  scene.lastSignalAt = now;
  const setup: IncrementalSetup = {
    ...{ account, runId: 'tell', startedAt: timestampOf(now), walks: [], since: null, pageSize: 100 },
    ...{ requestsPerSecond: config.rate.perSecond, dryRun: false, fields: [], enrichSince: null, expectedRows: {} },
    ...{
      floors: { tickets: row.publishFrom },
      lane: 'feed',
      watchedFrom: row.publishFrom,
      ownSince: false,
      publishes: true,
    },
  };
  await job(scene, worker, 'tell', (all) => all.tellTickets(setup));
}

function job<Result>(
  scene: Scene,
  worker: TestWorker,
  step: string,
  work: (all: Activities) => Promise<Result>,
): Promise<Done<Result>> {
  return worker.perform({ step, ticketId: null, requestId: null }, work);
}

/** One incremental run. One that is stopped or dies is followed by the next minute's. */
async function sync(scene: Scene, worker: TestWorker): Promise<boolean> {
  const from = scene.nextTime();
  const done = await syncSteps(scene, worker);
  noteSync(scene, { from, isDone: done.kind === 'done' });
  if (done.kind === 'threw') {
    const { thrown } = done;
    scene.log(`  the run ends: ${String(thrown)}`);
    if (!isConnectorError(thrown) || thrown.code === 'bug')
      scene.chronicle.wrongs.push(
        `an incremental run failed: ${thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)}`,
      );
  }
  return done.kind === 'done';
}

/** One to which Gorgias has said everything. */
function noteSync({ chronicle, sandbox, nextTime }: Scene, { from, isDone }: { from: number; isDone: boolean }): void {
  const isSpoilt = sandbox.gorgias.journal.requests().some(({ at, fault }) => at >= from && fault !== null);
  if (isDone && !isSpoilt) chronicle.syncs.push({ from, to: nextTime() });
}

async function syncSteps(scene: Scene, worker: TestWorker): Promise<Done<unknown>> {
  const { account } = scene;
  const prepared = await job(scene, worker, 'prepare', (all) => all.prepareIncremental({ account }, randomUUID()));
  if (prepared.kind !== 'done') return prepared;
  const setup = prepared.result;
  const steps: (readonly [string, (all: Activities) => Promise<unknown>])[] = [];
  for (const resource of setup.walks) {
    steps.push([`read ${resource}`, (all) => all.readPages(setup, resource)]);
    if (resource === 'events' || resource === 'tickets') steps.push(['tell', (all) => all.tellTickets(setup)]);
  }
  steps.push(['tell', (all) => all.tellTickets(setup)]);
  steps.push(['publish due', (all) => all.publishDue(setup, null)]);
  steps.push(['tell customers', (all) => all.tellCustomers(setup)]);
  steps.push(['finish', (all) => all.finishIncremental(setup, 0)]);
  for (const [name, work] of steps) {
    const done = await job(scene, worker, name, work);
    if (done.kind !== 'done') return done;
  }
  scene.lastSignalAt = scene.lane.now();
  return { kind: 'done', result: null };
}

/** So often something may come by itself after everything was mended: probes, surveys, delays, holds, and what is ten minutes overdue. */
const MOST_WAITS = 40;
/** Taken up by the schedule's run when its workflow has not. */
const OVERDUE = 11 * MINUTE;
/** What can be done at once is done run by run, and what was left lying when it is overdue. */
const AT_ONCE = [MINUTE + SECOND, OVERDUE, OVERDUE];

/** Everything is mended and switched on, and time passes until nothing is awaited any more. @returns When it was mended. */
export async function finish(scene: Scene): Promise<number> {
  for (const deed of ['mend', 'install', 'on', 'resume'] as const) await happen(scene, { do: deed });
  if (scene.setting.endsLost) await happen(scene, { do: 'lose' });
  const { lane, chronicle } = scene;
  const mendedAt = lane.now();
  let synced = false;
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    const known = synced ? AT_ONCE[waits] : MINUTE + SECOND;
    await happen(scene, { do: 'pass', ms: known ?? (await nextWait(scene)) - lane.now() });
    if (!synced) synced = await sync(scene, scene.worker(0));
    await drive(scene, scene.worker(0));
    if (synced && waits >= AT_ONCE.length - 1 && (await isQuiet(scene))) return mendedAt;
  }
  chronicle.wrongs.push(
    synced ? '(5) it never becomes quiet' : 'no incremental run came to its end after everything was mended',
  );
  return mendedAt;
}

const PENDING = `select
    (select count(*) from outbox where account = $1 and state in ('intended', 'sending'))
    + (select count(*) from campaign_requests where account = $1 and status in ('asked', 'held'))
    + (select count(*) from decisions where account = $1 and kind in ('wait', 'held'))
    + (select count(*) from ticket_states where account = $1
      and (stage = 'waiting' and waiting_until is not null or asked_at > coalesce(looked_at, '-infinity')))
  as pending`;

async function isQuiet({ lane, account, driver, erasing }: Scene): Promise<boolean> {
  if (driver.nextAt() !== null || erasing.size > 0) return false;
  const { rows } = await lane.db.query<{ pending: string }>(PENDING, [account]);
  return rows[0]?.pending === '0';
}

const DUE = `select extract(epoch from min(at)) * 1000 as at from (
    select due_at as at from outbox where account = $1 and state in ('intended', 'sending')
    union all select until_at from campaign_requests where account = $1 and status = 'held'
    union all select until_at from decisions where account = $1 and kind in ('wait', 'held')
    union all select waiting_until from ticket_states where account = $1 and stage = 'waiting'
  ) due where at > to_timestamp($2::double precision / 1000)`;

/** The next minute while something can be done at once, else when something is due: by its workflow, or by what stands in the store. */
async function nextWait({ lane, account, driver }: Scene): Promise<number> {
  const now = lane.now();
  const { rows } = await lane.db.query<{ at: string | null }>(DUE, [account, now - OVERDUE]);
  const due = rows[0]?.at === null || rows[0] === undefined ? now : Number(rows[0].at) + OVERDUE;
  const next = Math.min(driver.nextAt() ?? Number.POSITIVE_INFINITY, due > now ? due : now + OVERDUE);
  return Math.max(next + 1, now + MINUTE + SECOND);
}
