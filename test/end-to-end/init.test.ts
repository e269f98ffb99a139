import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultLists } from '../../packages/sandbox/brevo/defaults';
import { field } from '../../packages/sandbox/world/staff';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../packages/sandbox/start';
import { loadConfig } from '../../src/config/load-config';
import { differences } from '../support/compare';
import { BREVO_KEY, GORGIAS } from '../support/connector';

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole way of somebody new: two vendors, keys, one command without a terminal, and Brevo is as it should be. */
describe('tajo init on accounts of one’s own', () => {
  const closing: (() => Promise<unknown> | undefined)[] = [];
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function shop(options: Pick<SandboxOptions, 'world' | 'brevo' | 'missingAttributes' | 'acquaintances'>) {
    const folder = mkdtempSync(join(tmpdir(), 'tajo-init-'));
    const sandbox = await startSandbox({
      ...options,
      gorgias: { rate: null },
      brevo: { limits: 'off', importDelayMs: 50, ...options.brevo },
      credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    });
    closing.push(() => sandbox.close());
    closing.push(() => (rmSync(folder, { recursive: true, force: true }), undefined));
    return { folder, sandbox };
  }

  function init(args: readonly string[], { folder, sandbox }: { folder: string; sandbox: Sandbox }): Promise<Ended> {
    const { PATH = '', HOME = '', TEMPORAL_CLI_PATH, XDG_CACHE_HOME } = process.env;
    const child = spawn(process.execPath, [resolve('dist/packages/sdk/tajo.js'), 'init', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH, HOME, ...(TEMPORAL_CLI_PATH !== undefined && { TEMPORAL_CLI_PATH }) },
        ...(XDG_CACHE_HOME !== undefined && { XDG_CACHE_HOME }),
        ...{ GORGIAS_DOMAIN: 'realshop.gorgias.com', GORGIAS_EMAIL: GORGIAS.email, GORGIAS_API_KEY: GORGIAS.apiKey },
        ...{ BREVO_API_KEY: BREVO_KEY, PORT: '18160' },
        ...{ GORGIAS_BASE_URL: sandbox.gorgias.url, BREVO_BASE_URL: sandbox.brevo.url },
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((done) => child.once('close', (exitCode) => done({ exitCode, stdout, stderr })));
  }

  it('with much, writes a file with which the first sync makes Brevo what it should be, and leaves nothing running', async () => {
    const started = Date.now();
    const open = await shop({
      world: { seed: 88, customers: 40, tickets: 80, surveys: 24, active: { customers: 6, messages: 30 } },
      brevo: { lists: [...defaultLists, { id: 38, name: 'Open support', folderId: 4 }] },
    });

    const args = ['--open-support-list', 'Open support', '--tag', 'refund', '--satisfied-campaign', 'event:THANKS'];
    const { exitCode, stdout, stderr } = await init(['--yes', ...args], open);

    expect({ exitCode, stderr: stderr.replace(/^(Starting|Port) .*\n/gm, '') }).toEqual({ exitCode: 0, stderr: '' });
    const { config } = loadConfig(join(open.folder, 'tajo.yaml'), { env: {} });
    expect(config).toMatchObject({
      domain: 'realshop.gorgias.com',
      lists: { allSupportContacts: 35, satisfiedCustomers: 36, dissatisfiedCustomers: 37, openSupport: 38 },
      tags: { lists: { refund: expect.any(Number) } },
    });
    expect(
      differences(open.sandbox, started, {
        openSupport: 38,
        namesApart: true,
        fields: { LOYALTY_POINTS: String(field.points), FAVOURITE_COLOUR: String(field.colour) },
      }),
    ).toEqual([]);
    const { lists } = open.sandbox.brevo.state.snapshot();
    const refund = Number(config.tags.lists['refund']);
    expect(lists.find(({ id }) => id === refund)?.name).toBe('refund');
    expect(open.sandbox.brevo.state.contacts().some(({ listIds }) => listIds.includes(refund))).toBe(true);
    // After the first sync there is something that the campaign can be asked about.
    expect(stdout).toMatch(/Brevo: up to \d+ contacts to write/);
    expect(stdout).toContain('In the last 90 days these campaigns would have sent');
    expect(stdout).toContain('`npm start` keeps Brevo up to date');
    // The next one asks for no key, and changes the file only when that is said.
    const again = await init(['--yes', '--json'], open);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('--overwrite');
    const connector = readFileSync(join(open.folder, '.tajo', 'connector.json'), 'utf8');
    await expect(fetch(`${(JSON.parse(connector) as { url: string }).url}/healthz`)).rejects.toThrow();
  });

  it('with nothing on either side, makes what is needed and ends well', async () => {
    const open = await shop({
      world: { seed: 89, customers: 1, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 } },
      brevo: { lists: [], folders: [], contacts: [], attributes: [{ name: 'SMS', category: 'normal', type: 'text' }] },
      acquaintances: false,
    });

    const { exitCode, stdout } = await init(['--yes', '--json'], open);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ misfits: [], sync: { state: 'completed', totals: { held: 0 } } });
    const { lists, attributes } = open.sandbox.brevo.state.snapshot();
    expect(lists.map(({ name }) => name)).toEqual([
      'All support contacts',
      'Satisfied customers',
      'Dissatisfied customers',
    ]);
    expect(attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['GORGIAS_ID', 'FIRSTNAME', 'CSAT_SCORE']),
    );
  });
});
