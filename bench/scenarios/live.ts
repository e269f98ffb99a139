import { setTimeout as sleep } from 'node:timers/promises';
import { type Knock, lastLooks, lost, openDoor, sendLoad, STORY_ON_TIMELINE } from '../../test/live/webhook-load';
import { atMost, type Figure, megabytes, say, seconds } from '../figures';
import type { TimelineEntry } from '../sandbox-process';
import { ACCOUNT, NO_LIMITS, openStage, type Stage } from '../stage';

const SECRET = 'webhook-bench-secret';
const SMALL = { customers: 200, tickets: 200, surveys: 20 };
const LOAD = { perSecond: 25, seconds: 60 };
/** Just below what the door takes from one address, and above what two cores can work off at once. */
const STORM = { perSecond: 45, seconds: 20 };
const DRAIN_MS = 20 * 60_000;

/** Webhooks at the door of a connector that works them off meanwhile: how soon they are accepted, and whether any is lost. */
export async function live(): Promise<readonly Figure[]> {
  const stage = await openStage({
    ...{ size: SMALL, rate: NO_LIMITS, enrich: 'none', webhookSecret: SECRET },
  });
  const door = openDoor(`${stage.apiUrl ?? ''}/webhooks/gorgias/${ACCOUNT}`, SECRET);
  try {
    const change = stage.sandbox.change.bind(stage.sandbox);
    const startedAt = Date.now();
    const steady = await sendLoad(door, { ...LOAD, change, name: 'steady' });
    const steadyDrained = await drained(stage, steady);
    const steadyLooks = await looksSince(stage, startedAt);
    const storm = await sendLoad(door, { ...STORM, change, name: 'storm' });
    await drained(stage, storm);
    const refused = storm.filter(({ status }) => status === 503).length;
    const others = [...steady, ...storm].filter(({ status }) => status !== 202 && status !== 503).length;
    return [
      { name: 'webhooks', value: String(steady.length) },
      { name: 'accepted, p50', value: `${quantile(steady, 0.5).toFixed(0)} ms` },
      { name: 'accepted, p99', value: `${quantile(steady, 0.99).toFixed(0)} ms` },
      { name: 'not accepted', ...zero(steady.filter(({ status }) => status !== 202).length) },
      { name: 'accepted and lost', ...zero(await lostOf(stage, steady)) },
      { name: 'stories not told exactly', ...zero(await untold(stage, steady)) },
      { name: 'looks at tickets', value: String(steadyLooks) },
      { name: 'worked off after the last webhook', value: seconds(steadyDrained) },
      { name: 'looks a second', value: (steadyLooks / (LOAD.seconds + steadyDrained / 1_000)).toFixed(1) },
      {
        name: `at ${String(STORM.perSecond)} a second: accepted, p99`,
        value: `${quantile(storm, 0.99).toFixed(0)} ms`,
      },
      { name: `at ${String(STORM.perSecond)} a second: 503`, value: String(refused) },
      { name: `at ${String(STORM.perSecond)} a second: lost`, ...zero(await lostOf(stage, storm)) },
      { name: 'answers but 202 and 503', ...zero(others) },
      { name: 'peak memory of the connector', value: megabytes(stage.peakMemory()) },
    ];
  } finally {
    await door.close();
    await stage.end();
  }
}

const zero = (value: number): Pick<Figure, 'value' | 'target'> => ({ value: String(value), target: atMost(0, value) });

function quantile(knocks: readonly Knock[], share: number): number {
  const sorted = knocks.filter(({ status }) => status === 202).map(({ ms }) => ms);
  sorted.sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function lostOf(stage: Stage, knocks: readonly Knock[]): Promise<number> {
  return lost(knocks, lastLooks(await stage.sandbox.ticketRequests())).length;
}

async function looksSince(stage: Stage, since: number): Promise<number> {
  return (await stage.sandbox.ticketRequests()).filter(({ at }) => at >= since).length;
}

/** Milliseconds from the last answer until every story was told. */
async function drained(stage: Stage, knocks: readonly Knock[]): Promise<number> {
  const from = Math.max(...knocks.map(({ answeredAt }) => answeredAt));
  while (Date.now() - from < DRAIN_MS) {
    const left = (await untold(stage, knocks)) + (await lostOf(stage, knocks));
    if (left === 0) break;
    say(`             ${seconds(Date.now() - from)} after the last webhook: ${String(left)} to go`);
    await sleep(5_000);
  }
  return Date.now() - from;
}

async function untold(stage: Stage, knocks: readonly Knock[]): Promise<number> {
  const accepted = new Set(knocks.filter(({ status }) => status === 202).map(({ ticketId }) => ticketId));
  const timelines = timelinesOf(await stage.sandbox.events());
  const told = (id: number): string => [...(timelines.get(id) ?? [])].sort().join();
  return [...accepted].filter((id) => told(id) !== STORY_ON_TIMELINE.join()).length;
}

function timelinesOf(events: readonly TimelineEntry[]): ReadonlyMap<number, readonly string[]> {
  const timelines = new Map<number, string[]>();
  for (const { ticketId, name } of events) timelines.set(ticketId, [...(timelines.get(ticketId) ?? []), name]);
  return timelines;
}
