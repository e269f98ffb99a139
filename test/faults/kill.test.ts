import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrevoSnapshot } from '../../src/sandbox/brevo/model';
import type { JournalEntry } from '../../src/sandbox/http/journal';
import { createRandom } from '../../src/sandbox/random';
import type { Acquaintances, SandboxCredentials } from '../../src/sandbox/start';
import { createWorld } from '../../src/sandbox/world/world';
import type { SyncTotals } from '../../src/workflows/messages';
import { differencesBetween } from '../support/compare';
import { cli } from '../support/embedded-temporal';
import { type OwnProcess, startProcess } from './own-process';
import { unsafeWrites } from './politeness';
import { eventually } from './stage';

const KILLS = 10;
const SEED = 20_261_122;
/** The longest that a process lives; a killed worker's step is given out again about ten seconds after its last sign of life. */
const LONGEST_LIFE_MS = 14_000;
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
  const home = mkdtempSync(join(tmpdir(), 'tajo-killed-'));
  const running = new Set<OwnProcess>();
  afterAll(async () => {
    for (const one of running) await one.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 20 });
  }, 180_000);

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
    const vendors = await firstLine<VendorsReady>(start('sandbox/serve.js', [JSON.stringify(vendorOptions(world))]));
    const environment = await environmentOf(vendors, home);
    const random = createRandom(SEED);
    const connector = (): OwnProcess =>
      start('dev.js', ['--once', '--json', '--config', join(home, 'tajo.yaml')], environment);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const life = connector();
      await firstLine(life);
      const cut = new Promise((resolve) => setTimeout(resolve, random.int(200, LONGEST_LIFE_MS)));
      await Promise.race([cut, life.ended]);
      await life.kill();
    }
    const last = connector();
    expect([await last.ended, last.errors()]).toEqual([0, expect.any(String)]);

    const { totals } = last.lines.at(-1) as { totals: SyncTotals };
    const asked = await ask<{ entries: readonly JournalEntry[] }>(vendors, 'journal', { of: 'gorgias' });
    const told = await ask<{ entries: readonly JournalEntry[] }>(vendors, 'journal', { of: 'brevo' });
    const brevo = await ask<BrevoSnapshot>(vendors, 'state', { of: 'brevo' });
    const pages = asked.entries.filter(({ method, path }) => method === 'GET' && LISTS.includes(path)).length;
    expect(
      differencesBetween(
        { world: createWorld(world), contacts: brevo.contacts, acquaintances: vendors.acquaintances },
        world.now,
      ),
    ).toEqual([]);
    expect(unsafeWrites(told.entries)).toEqual([]);
    expect(pages).toBeGreaterThanOrEqual(totals.pages);
    expect(pages - totals.pages).toBeLessThanOrEqual(KILLS + 1);
  }, 400_000);
});

const RATE = { perSecond: 8, burst: 2 };

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

async function ask<Answer>({ control }: VendorsReady, name: string, body: object): Promise<Answer> {
  const answer = await fetch(`${control}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as Answer;
}
