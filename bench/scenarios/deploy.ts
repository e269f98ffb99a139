import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Door, openDoor, sendLoad } from '../../test/live/webhook-load';
import { generateEncryptionKey } from '../../src/crypto/encryption-key';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { startPostgres } from '../../src/dev/postgres/start-postgres';
import { atMost, type Figure, say, seconds } from '../figures';
import { ACCOUNT, startServer } from '../harness';
import { makeNextRelease } from '../next-release';
import { type ReleaseProcess, startRelease } from '../release-processes';
import { startSandboxProcess } from '../sandbox-process';
import { drained, lostOf, unpublished } from '../stories';

const SECRET = 'webhook-bench-secret';
const LOAD = { perSecond: 25, seconds: 60 };
const BEGIN_AFTER_MS = 10_000;
const FIRST_PORT = 24_080;

/**
 * A rolling deploy under load: two workers and two APIs are replaced one after the other by those of the next release, which has a migration and
 * another ticket workflow, while webhooks come in.
 */
export async function deploy(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-deploy-'));
  const closing: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    return await roll(folder, closing);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function roll(folder: string, closing: (() => Promise<void> | void)[]): Promise<readonly Figure[]> {
  const sandbox = await startSandboxProcess({ customers: 200, tickets: 200, surveys: 20 }, { limits: false });
  closing.push(() => sandbox.end());
  const temporal = await startServer(join(folder, 'temporal'));
  closing.push(() => temporal.stop());
  const postgres = await startPostgres({ home: join(folder, 'postgres') });
  closing.push(() => postgres.stop());
  const [now, next] = [resolve('dist/src'), await makeNextRelease(join(folder, 'next'))];
  writeFileSync(join(folder, 'tajo.yaml'), unlimited(readFileSync('tajo.example.yaml', 'utf8')));
  const { credentials } = sandbox;
  const env = {
    TAJO_HOME: join(folder, 'home'),
    TAJO_ENCRYPTION_KEY: generateEncryptionKey(),
    TAJO_API_KEY: 'deploy-api-key-of-enough-length',
    DATABASE_URL: postgres.databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    GORGIAS_DOMAIN: `${ACCOUNT}.gorgias.com`,
    GORGIAS_EMAIL: credentials.gorgias.email,
    GORGIAS_API_KEY: credentials.gorgias.apiKey,
    BREVO_API_KEY: credentials.brevoApiKey,
    GORGIAS_BASE_URL: sandbox.gorgias,
    BREVO_BASE_URL: sandbox.brevo,
    GORGIAS_WEBHOOK_SECRET: SECRET,
  };
  const [first, second] = [await findFreePort(FIRST_PORT, []), await findFreePort(FIRST_PORT + 1, [FIRST_PORT])];
  const members = [{}, {}, { PORT: String(first) }, { PORT: String(second) }].map((more) => ({
    program: 'PORT' in more ? ('api' as const) : ('worker' as const),
    cwd: folder,
    env: { ...env, ...more },
  }));
  const running: ReleaseProcess[] = [];
  closing.push(async () => {
    await Promise.all(running.map((one) => one.stop()));
  });
  for (const member of members) running.push(await startRelease({ ...member, release: now }));

  const balancer = openBalancer([first, second]);
  closing.push(() => balancer.close());
  const loading = sendLoad(balancer, { ...LOAD, change: sandbox.change.bind(sandbox), name: 'deploy' });
  // Whatever fails it is thrown where it is awaited.
  loading.catch(() => undefined);
  await sleep(BEGIN_AFTER_MS);
  const from = Date.now();
  // The APIs first: the first of them migrates, under workers of the release before.
  for (const index of [2, 3, 0, 1]) {
    await running[index]?.stop();
    running[index] = await startRelease({ ...members[index]!, release: next });
    say(`             ${seconds(Date.now() - from)}: ${members[index]?.program ?? ''} replaced`);
  }
  const deployMs = Date.now() - from;
  const knocks = await loading;
  const drainedMs = await drained(sandbox, knocks);
  return [
    { name: 'webhooks', value: String(knocks.length) },
    { name: 'not accepted in the end', ...zero(knocks.filter(({ status }) => status !== 202).length) },
    { name: 'sent again to the other API', value: String(balancer.retries()) },
    { name: 'accepted and lost', ...zero(await lostOf(sandbox, knocks)) },
    { name: 'stories not told exactly once', ...zero(await unpublished(sandbox, knocks)) },
    { name: 'four processes replaced', value: seconds(deployMs) },
    { name: 'worked off after the last webhook', value: seconds(drainedMs) },
    {
      name: 'the new build took over',
      value: running.some((one) => one.output().includes('deployment.current')) ? 'yes' : 'no',
    },
  ];
}

const zero = (value: number): Pick<Figure, 'value' | 'target'> => ({ value: String(value), target: atMost(0, value) });

function unlimited(yaml: string): string {
  return yaml
    .replace(/per_second: \d+/, 'per_second: 100')
    .replace(/burst: \d+/, 'burst: 10000')
    .replace(/reserve: \d+/, 'reserve: 0')
    .replace(/active_within: \w+/, 'active_within: none');
}

/** What stands before two APIs, and sends on to the other one what the first does not take; Gorgias sends again for much longer. */
function openBalancer(ports: readonly number[]): Door & { readonly retries: () => number } {
  const doors = ports.map((port) => openDoor(`http://127.0.0.1:${String(port)}/webhooks/gorgias/${ACCOUNT}`, SECRET));
  let [turn, retries] = [0, 0];
  return {
    url: '',
    secret: SECRET,
    retries: () => retries,
    async knock(ticketId) {
      for (let attempt = 0; ; attempt += 1) {
        turn += 1;
        const knock = await doors[turn % doors.length]!.knock(ticketId).catch(() => null);
        if (knock !== null && (knock.status === 202 || attempt > 60)) return knock;
        retries += 1;
        await sleep(500);
      }
    },
    async close() {
      for (const door of doors) await door.close();
    },
  };
}
