import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrevoSnapshot } from '../../packages/sandbox/brevo/model';
import type { JournalEntry } from '../../packages/sandbox/http/journal';
import { createRandom } from '../../packages/sandbox/random';
import type { Acquaintances, SandboxCredentials } from '../../packages/sandbox/start';
import { createWorld } from '../../packages/sandbox/world/world';
import type { SyncTotals } from '../../src/workflows/messages';
import { differencesBetween } from '../support/compare';
import { cli } from '../support/embedded-temporal';
import { type OwnProcess, startProcess } from './own-process';
import { unsafeWrites } from './politeness';
import { eventually } from '../support/eventually';
import { dataFolder } from '../support/data-folder';

const KILLS = 10;
const SEED = 20_261_122;
/** Two lives in ten are over before they could work; the others are ended so soon after their first request that the run is met. */
const LONGEST_WORK_MS = 2_500;
const LONGEST_IDLE_MS = 3_000;
const LISTS = ['/api/customers', '/api/tickets', '/api/satisfaction-surveys', '/api/messages'];

interface VendorsReady {
  readonly gorgias: string;
  readonly brevo: string;
  readonly control: string;
  readonly credentials: SandboxCredentials;
  readonly acquaintances: Acquaintances;
}

/**
 * The whole connector, Temporal and Postgres included, is killed with -9 again and again while its vendors go on in a process of their own
 * (handbook reliability 7.3, C1).
 */
describe('the whole connector, killed ten times during one run', () => {
  const world = {
    ...{ seed: 9, now: Date.now(), customers: 900, tickets: 1_800, surveys: 300 },
    active: { customers: 60, messages: 900 },
  };
  const home = dataFolder('tajo-killed-');
  const running = new Set<OwnProcess>();
  afterAll(async () => {
    for (const one of running) await one.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 20 });
  });

  const start = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): OwnProcess => {
    const one = startProcess(resolve('dist', script), args, { ...process.env, ...env });
    running.add(one);
    void one.ended.then(() => running.delete(one));
    return one;
  };
  const firstLine = async <Line>(one: OwnProcess): Promise<Line> => {
    let over = false;
    void one.ended.then(() => (over = true));
    await eventually(
      () => one.lines.length > 0 || over,
      () => `no word from the process: ${one.errors()}`,
    );
    if (one.lines.length === 0) throw new Error(`the process ended without a word: ${one.errors()}`);
    return one.lines[0] as Line;
  };

  it('ends by itself with the right contacts, and never starts a list over', async () => {
    const vendors = await firstLine<VendorsReady>(
      start('packages/sandbox/serve.js', [JSON.stringify(vendorOptions(world))]),
    );
    const environment = await environmentOf(vendors, home);
    const random = createRandom(SEED);
    const connector = (): OwnProcess =>
      start('src/dev.js', ['--once', '--json', '--config', join(home, 'tajo.yaml')], environment);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const running = connector();
      await firstLine(running);
      const isIdle = kill % 5 === 4;
      if (!isIdle) await nextRequest(vendors, running);
      await delay(random.int(0, isIdle ? LONGEST_IDLE_MS : LONGEST_WORK_MS));
      await running.kill();
      // An exit code or a second line would say that the process or the run was over before we came.
      expect([await running.ended, running.lines.length, running.errors()]).toEqual([null, 1, expect.any(String)]);
    }
    const last = connector();
    expect([await last.ended, last.errors()]).toEqual([0, expect.any(String)]);

    const { totals } = last.lines.at(-1) as { totals: SyncTotals };
    const asked = await ask<{ entries: readonly JournalEntry[] }>(vendors, 'journal', { of: 'gorgias' });
    const journal = await ask<{ entries: readonly JournalEntry[] }>(vendors, 'journal', { of: 'brevo' });
    const brevo = await ask<BrevoSnapshot>(vendors, 'state', { of: 'brevo' });
    // One row of each list is asked for at a start, to see whether the key may.
    const listed = asked.entries.filter(
      ({ method, path, query }) => method === 'GET' && LISTS.includes(path) && !/\blimit=1\b/.test(query),
    );
    const pages = listed.filter((entry) => !isSample(entry)).length;
    // A life that ends before the size is known asks again.
    const sizings = listed.filter(
      (entry) => /tickets$/.test(entry.path) && /created_datetime(?::|%3A)desc/.test(entry.query),
    ).length;
    expect(
      differencesBetween(
        { world: createWorld(world), contacts: brevo.contacts, acquaintances: vendors.acquaintances },
        world.now,
      ),
    ).toEqual([]);
    expect(unsafeWrites(journal.entries)).toEqual([]);
    expect(pages).toBeGreaterThanOrEqual(totals.pages);
    expect(pages - totals.pages).toBeLessThanOrEqual(KILLS + 1 + LIKE_A_WALK * sizings);
  });
});

/** A size is told from tickets and customers in an order that no walk has; from surveys and messages by two pages each that look like one. */
const isSample = ({ path, query }: JournalEntry): boolean =>
  /(?:tickets|customers)$/.test(path) && /created_/.test(query);
const LIKE_A_WALK = 4;

/** About a hundred requests: slow enough that the tenth kill meets the run too. */
const RATE = { perSecond: 3, burst: 2 };

function vendorOptions(world: object): object {
  return { ...world, gorgias: { rate: null }, brevo: { limits: 'off', importDelayMs: 100 } };
}

async function environmentOf(vendors: VendorsReady, home: string): Promise<NodeJS.ProcessEnv> {
  const yaml = readFileSync('tajo.example.yaml', 'utf8')
    .replace(/per_second: \d+/, `per_second: ${String(RATE.perSecond)}`)
    .replace(/burst: \d+/, `burst: ${String(RATE.burst)}`)
    .replace(/reserve: \d+/, 'reserve: 0');
  writeFileSync(join(home, 'tajo.yaml'), yaml);
  const { gorgias, brevoApiKey } = vendors.credentials;
  return {
    ...{ TAJO_HOME: join(home, 'state'), TEMPORAL_CLI_PATH: await cli() },
    ...{ GORGIAS_EMAIL: gorgias.email, GORGIAS_API_KEY: gorgias.apiKey, BREVO_API_KEY: brevoApiKey },
    ...{ GORGIAS_BASE_URL: vendors.gorgias, BREVO_BASE_URL: vendors.brevo },
  };
}

/** Waits until a vendor has been asked for something new: the step of the killed worker has been given out again. */
async function nextRequest(vendors: VendorsReady, running: OwnProcess): Promise<void> {
  const count = async (): Promise<number> => {
    const of = async (vendor: string) =>
      (await ask<{ total: number }>(vendors, 'journal', { of: vendor, countOnly: true })).total;
    return (await of('gorgias')) + (await of('brevo'));
  };
  const before = await count();
  await eventually(
    async () => (await count()) > before,
    () => `no request any more: ${running.errors()}`,
  );
}

async function ask<Answer>({ control }: VendorsReady, name: string, body: object): Promise<Answer> {
  const answer = await fetch(`${control}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as Answer;
}
