import { type Knock, openDoor, sendLoad } from '../../test/live/webhook-load';
import { atMost, type Figure, megabytes, seconds } from '../figures';
import { ACCOUNT, NO_LIMITS, openHarness, type Harness } from '../harness';
import { drained, lostOf, unpublished } from '../stories';

const SECRET = 'webhook-bench-secret';
const SMALL = { customers: 200, tickets: 200, surveys: 20 };
const LOAD = { perSecond: 25, seconds: 60 };
/** Just below what the door takes from one address, and above what two cores can work off at once. */
const STORM = { perSecond: 45, seconds: 20 };

/** Webhooks at the door of a connector that works them off meanwhile: how soon they are accepted, and whether any is lost. */
export async function live(): Promise<readonly Figure[]> {
  const harness = await openHarness({
    ...{ size: SMALL, rate: NO_LIMITS, enrich: 'none', webhookSecret: SECRET },
  });
  const door = openDoor(`${harness.apiUrl ?? ''}/webhooks/gorgias/${ACCOUNT}`, SECRET);
  try {
    const change = harness.sandbox.change.bind(harness.sandbox);
    const startedAt = Date.now();
    const steady = await sendLoad(door, { ...LOAD, change, name: 'steady' });
    const steadyDrained = await drained(harness.sandbox, steady);
    const steadyRefreshes = await refreshesSince(harness, startedAt);
    const storm = await sendLoad(door, { ...STORM, change, name: 'storm' });
    await drained(harness.sandbox, storm);
    const refused = storm.filter(({ status }) => status === 503).length;
    const others = [...steady, ...storm].filter(({ status }) => status !== 202 && status !== 503).length;
    return [
      { name: 'webhooks', value: String(steady.length) },
      { name: 'accepted, p50', value: `${quantile(steady, 0.5).toFixed(0)} ms` },
      { name: 'accepted, p99', value: `${quantile(steady, 0.99).toFixed(0)} ms` },
      { name: 'not accepted', ...zero(steady.filter(({ status }) => status !== 202).length) },
      { name: 'accepted and lost', ...zero(await lostOf(harness.sandbox, steady)) },
      { name: 'stories not told exactly', ...zero(await unpublished(harness.sandbox, steady)) },
      { name: 'looks at tickets', value: String(steadyRefreshes) },
      { name: 'worked off after the last webhook', value: seconds(steadyDrained) },
      { name: 'looks a second', value: (steadyRefreshes / (LOAD.seconds + steadyDrained / 1_000)).toFixed(1) },
      {
        name: `at ${String(STORM.perSecond)} a second: accepted, p99`,
        value: `${quantile(storm, 0.99).toFixed(0)} ms`,
      },
      { name: `at ${String(STORM.perSecond)} a second: 503`, value: String(refused) },
      { name: `at ${String(STORM.perSecond)} a second: lost`, ...zero(await lostOf(harness.sandbox, storm)) },
      { name: 'answers but 202 and 503', ...zero(others) },
      { name: 'peak memory of the connector', value: megabytes(harness.peakMemory()) },
    ];
  } finally {
    await door.close();
    await harness.end();
  }
}

const zero = (value: number): Pick<Figure, 'value' | 'target'> => ({ value: String(value), target: atMost(0, value) });

function quantile(knocks: readonly Knock[], share: number): number {
  const sorted = knocks.filter(({ status }) => status === 202).map(({ ms }) => ms);
  sorted.sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function refreshesSince(harness: Harness, since: number): Promise<number> {
  return (await harness.sandbox.ticketRequests()).filter(({ at }) => at >= since).length;
}
