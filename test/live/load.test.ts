import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { startApi } from '../../src/api';
import type { RunningServer } from '../../src/api/server';
import { eventually } from '../support/eventually';
import { ACCOUNT, testConfig } from '../support/connector';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';
import { type Door, type Knock, lastRefreshes, lost, openDoor, sendLoad, STORY_ON_TIMELINE } from './webhook-load';

const SECRET = 'webhook-test-secret';
const edit = (yaml: string): string => shortTimes(yaml).replace('wait: 20s', 'wait: 1h');

let harness: LiveHarness;
let api: RunningServer | null = null;
let door: Door | null = null;
beforeAll(async () => {
  harness = await openLiveHarness({ edit });
  const { connector, temporal } = harness;
  api = await startApi({
    ...{ store: connector.store, keyring: connector.keyring, config: testConfig(edit), metrics: createMetrics() },
    log: createLog({ level: 'error', json: true, destination: { write: () => undefined } }),
    ...{ apiKey: 'tajo-test-key', webhookSecrets: [SECRET], host: '127.0.0.1', port: 0, orNext: false },
    ...{ temporalAddress: temporal.address, uiUrl: null, proxies: {} },
  });
  door = openDoor(`${api.url}/webhooks/gorgias/${ACCOUNT}`, SECRET);
});
afterAll(async () => {
  await door?.close();
  await api?.close(0);
  await harness.end();
});

const change = (changes: Parameters<LiveHarness['happen']>[0][]): Promise<readonly number[]> =>
  Promise.resolve(changes.map((one) => harness.sandbox.world.change(one)));

/** Accepted webhooks that nobody acted on. */
function unseen(knocks: readonly Knock[]): readonly Knock[] {
  return lost(knocks, lastRefreshes(harness.sandbox.gorgias.journal.requests({ pathPrefix: '/api/tickets/' })));
}

/** Every ticket's timeline that is not as it should be. */
function unfinished(knocks: readonly Knock[]): readonly string[] {
  const ids = [...new Set(knocks.map(({ ticketId }) => ticketId))];
  const published = new Map<number, string[]>();
  for (const { name, properties } of harness.sandbox.brevo.state.events()) {
    const id = Number(properties['ticket_id']);
    published.set(id, [...(published.get(id) ?? []), name]);
  }
  return ids
    .map((id) => [id, (published.get(id) ?? []).sort().join()] as const)
    .filter(([, names]) => names !== STORY_ON_TIMELINE.join())
    .map(([id, names]) => `${String(id)}: ${names}`);
}

/** Whoever is told to come again, as all may be on a loaded machine, comes again, as Gorgias does. */
async function untilAccepted(knock: Knock): Promise<Knock> {
  let last = knock;
  await eventually(async () => {
    if (last.status === 202) return true;
    expect([429, 503]).toContain(last.status);
    expect(Number(last.retryAfter)).toBeGreaterThan(0);
    last = await door!.knock(last.ticketId);
    return false;
  });
  return last;
}

it('25 webhooks a second are accepted or told to come again, each leads to a look at its ticket, and every story is told once', async () => {
  const first = await sendLoad(door!, { perSecond: 25, seconds: 5, change: (all) => change([...all]), name: 'load' });

  const knocks = await Promise.all(first.map(untilAccepted));
  // Told to come again is whom the machine has no time for, not everybody.
  expect(first.filter(({ status }) => status === 202).length).toBeGreaterThanOrEqual(25);
  expect(knocks.map(({ status }) => status)).toEqual(Array.from({ length: 125 }, () => 202));
  await eventually(
    () => unfinished(knocks).length === 0 && unseen(knocks).length === 0,
    () => JSON.stringify({ unfinished: unfinished(knocks), unseen: unseen(knocks) }),
  );
});

it('when Temporal cannot take more, the sender is told to come again, and what was accepted is looked at', async () => {
  const { temporal } = harness;
  const [ticketId = 0] = await change([{ do: 'openTicketByNewcomer', email: 'storm@customer.example.com' }]);
  process.kill(temporal.pid, 'SIGSTOP');
  let refused: readonly Knock[] = [];
  try {
    refused = await Promise.all(Array.from({ length: 20 }, () => door!.knock(ticketId)));
  } finally {
    process.kill(temporal.pid, 'SIGCONT');
  }
  const again: Knock[] = [];
  await eventually(async () => {
    again.push(await door!.knock(ticketId));
    return again.at(-1)?.status === 202;
  });

  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 503));
  expect(refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
  await eventually(
    () => unseen(again).length === 0,
    () => JSON.stringify(unseen(again)),
  );
});
