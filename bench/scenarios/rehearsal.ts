import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { MockActivityEnvironment } from '@temporalio/testing';
import { Client } from 'pg';
import { prepareRehearsal } from '../../src/activities/rehearsals/prepare-rehearsal';
import { rehearsePeople } from '../../src/activities/rehearsals/rehearse-people';
import type { ActivityDeps } from '../../src/activities/deps';
import { loadConfig } from '../../src/config/load-config';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { startPostgres } from '../../src/dev/postgres/start-postgres';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/types';
import { type Figure, megabytes, seconds } from '../figures';
import { REFERENCE_SIZE } from '../sizes';

const ACCOUNT = 'large';
const SAMPLE_MS = 50;

const CAMPAIGNS = {
  upsell: { when: 'satisfied', delay: '1h', send: { event: 'UPSELL' } },
  'win-back': { when: 'dissatisfied', send: { template_id: 12 } },
  remind: { when: 'no_answer', send: { event: 'REMIND' } },
  thanks: { when: 'no_survey', send: { event: 'THANKS' } },
};

/** The reference account, all of whose tickets are followed, rehearsed from the first one on: today's policy and another one. */
export async function rehearsal(): Promise<readonly Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'tajo-bench-'));
  const postgres = await startPostgres({ home: join(home, 'postgres') });
  const keyring = createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
  const store = await openStore({ databaseUrl: postgres.databaseUrl, keyring });
  try {
    await fill(postgres.databaseUrl);
    return await measure(store);
  } finally {
    await store.close();
    await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function fill(databaseUrl: string): Promise<void> {
  const { customers, tickets, surveys } = REFERENCE_SIZE;
  const client = new Client(databaseUrl);
  await client.connect();
  const sizes = {
    customers,
    tickets,
    surveys,
    whale: 400,
    big_tag: 3_000,
    watched: tickets,
    waiting: 500,
    events: tickets,
  };
  for (const [name, size] of Object.entries({ ...sizes, automations: 1_000, years: 1, enriched: 10 }))
    await client.query(`select set_config('bench.${name}', '${String(size)}', false)`);
  const statements = readFileSync('bench/large-shop.sql', 'utf8').split(/;\s*$/m);
  for (const statement of statements) if (statement.replace(/--.*$/gm, '').trim() !== '') await client.query(statement);
  await client.end();
}

async function measure(store: Store): Promise<readonly Figure[]> {
  const { config } = loadConfig('tajo.example.yaml', { env: { GORGIAS_DOMAIN: `${ACCOUNT}.gorgias.com` } });
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
    { account: ACCOUNT, since: '2020-01-01', policy: { campaigns: CAMPAIGNS } },
    id,
  );
  let slices = 0;
  for (let done = false; !done; slices += 1)
    done = await environment.run(async () => (await rehearsePeople(deps, setup)).done);
  const ms = performance.now() - began;
  clearInterval(sampling);
  const report = await store.rehearsals.find(ACCOUNT, id);
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
