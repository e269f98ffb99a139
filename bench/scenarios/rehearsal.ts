import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { MockActivityEnvironment } from '@temporalio/testing';
import { prepareRehearsal } from '../../src/activities/rehearsals/prepare-rehearsal';
import { rehearsePeople } from '../../src/activities/rehearsals/rehearse-people';
import type { ActivityDeps } from '../../src/activities/deps';
import { loadConfig } from '../../src/config/load-config';
import type { Store } from '../../src/store/types';
import { type Figure, megabytes, seconds } from '../figures';
import { SHOP, withLargeShop } from '../large-shop';
import { REFERENCE_SIZE } from '../sizes';

const SAMPLE_MS = 50;

const CAMPAIGNS = {
  upsell: { when: 'satisfied', delay: '1h', send: { event: 'UPSELL' } },
  'win-back': { when: 'dissatisfied', send: { template_id: 12 } },
  remind: { when: 'no_answer', send: { event: 'REMIND' } },
  thanks: { when: 'no_survey', send: { event: 'THANKS' } },
};

/** The reference account, all of whose tickets are followed, rehearsed from the first one on: today's policy and another one. */
export function rehearsal(): Promise<readonly Figure[]> {
  const { customers, tickets, surveys } = REFERENCE_SIZE;
  const followed = { whale: 400, big_tag: 3_000, watched: tickets, waiting: 500, events: tickets };
  const sizes = { customers, tickets, surveys, ...followed, automations: 1_000, years: 1, enriched: 10 };
  return withLargeShop(sizes, measure);
}

async function measure(store: Store): Promise<readonly Figure[]> {
  const { config } = loadConfig('tajo.example.yaml', { env: { GORGIAS_DOMAIN: `${SHOP}.gorgias.com` } });
  const deps = { store: withKeys(store), configOf: () => config, now: () => new Date() } as unknown as ActivityDeps;
  const environment = new MockActivityEnvironment();
  const id = randomUUID();
  global.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), SAMPLE_MS);
  const began = performance.now();
  const setup = await prepareRehearsal(
    deps,
    { account: SHOP, since: '2020-01-01', policy: { campaigns: CAMPAIGNS } },
    id,
  );
  let slices = 0;
  for (let done = false; !done; slices += 1)
    done = await environment.run(async () => (await rehearsePeople(deps, setup)).done);
  const ms = performance.now() - began;
  clearInterval(sampling);
  const report = await store.rehearsals.find(SHOP, id);
  return [
    { name: 'ends of tickets', value: String(report?.tally.proposed?.ends ?? 0) },
    {
      name: 'campaigns that would be sent',
      value: String(report?.tally.proposed?.decisions.find(({ kind }) => kind === 'send')?.ends ?? 0),
    },
    { name: 'time, two policies', value: seconds(ms) },
    { name: 'slices of 4 s', value: String(slices) },
    { name: 'memory above the start', value: megabytes(peak - before) },
  ];
}

/** The filled account has keys that nobody sealed; none is used here. */
function withKeys(store: Store): Store {
  const credentials = () => Promise.resolve({ email: '', gorgiasApiKey: '', brevoApiKey: '' });
  return { ...store, accounts: { ...store.accounts, credentials } };
}
