import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { runCli } from '../../packages/sdk/cli/run';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';
import { progressOf, runState } from '../api/scripted-runs';
import { API_KEY, install, serveApi, startApi, type RunningApi } from '../api/running-api';
import { GOOD_CHECKS } from '../api/scripted-connector';
import { NO_SERVER } from './bare-context';

interface Typed {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
}

describe('rotate-key and uninstall on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-keys-'));
  let api: RunningApi;
  let printed = '';

  async function tajo(args: readonly string[], { env = {}, stdin = '', terminal = false }: Typed = {}) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const settings = readClientSettings({ env: { TAJO_HOME: folder, ...env } });
    const exitCode = await runCli(['connectors', ...args], {
      io: {
        ...{ stdout, stderr, onInterrupt: () => () => undefined },
        stdin: Object.assign(Readable.from([stdin]), { isTTY: terminal }),
      },
      settings,
      client: new TajoClient({ url: api.url, apiKey: API_KEY }),
      ...NO_SERVER,
      loadConfig: () => {
        throw new Error('no configuration is needed here');
      },
      loadPolicy: () => {
        throw new Error('no policy is needed here');
      },
    });
    const answer = { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
    printed += answer.stdout + answer.stderr;
    return answer;
  }

  beforeAll(async () => {
    api = await startApi({ requestsPerSecond: 1000, settingsFile: 'off.yaml' });
    await install(api);
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    api.connector.checks = GOOD_CHECKS;
    api.connector.trials = [];
    api.connector.asked.keyChanges.length = 0;
    api.connector.asked.uninstalls.length = 0;
  });

  it('when keys come from a file, standard input, flags or the environment, only what is given is replaced', async () => {
    const file = join(folder, 'brevo.key');
    writeFileSync(file, 'canary-brevo-new\n');
    const environment = { GORGIAS_API_KEY: 'canary-env-gorgias', BREVO_API_KEY: 'canary-env-brevo' };
    const account = 'yourstore';

    const answers = [
      await tajo(['rotate-key', 'gorgias', '--brevo-api-key-file', file], { env: environment }),
      await tajo(['rotate-key', 'gorgias', '--gorgias-api-key', '-'], { stdin: 'canary-stdin\n', env: environment }),
      await tajo(['rotate-key', 'gorgias', '--email', 'new@yourstore.com', '--gorgias-api-key', 'canary-flag']),
      await tajo(['rotate-key', 'gorgias', '--email', 'new@yourstore.com', '--no-test'], { env: environment }),
      await tajo(['rotate-key', 'gorgias', '--json'], { env: environment }),
    ];

    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect(api.connector.asked.keyChanges).toEqual([
      { account, brevoApiKey: 'canary-brevo-new' },
      { account, gorgiasApiKey: 'canary-stdin' },
      { account, email: 'new@yourstore.com', gorgiasApiKey: 'canary-flag' },
      { account, email: 'new@yourstore.com' },
      { account, gorgiasApiKey: 'canary-env-gorgias', brevoApiKey: 'canary-env-brevo' },
    ]);
    expect(answers[0]!.stdout.split('\n').slice(0, 2)).toEqual([
      ...['✓ yourstore: Brevo key replaced. Runs under way use it from now on.', '✓ API authentication successful'],
    ]);
    expect(answers[3]!.stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(answers[4]!.stdout)).toMatchObject({ replaced: ['apiKey', 'brevoApiKey'], test: { ok: true } });
    expect(printed).not.toContain('canary');
  });

  it('when the vendor refuses the new key, the old one stays and the exit code is 1; --force keeps it all the same', async () => {
    const before = await api.store.accounts.credentials('yourstore');
    const refusal = { code: 'auth.gorgias_refused', message: 'Gorgias refused the e-mail or API key' };
    api.connector.trials = [{ vendor: 'gorgias', ok: false, refusal }];
    const line = ['rotate-key', 'gorgias', '--gorgias-api-key', 'canary-wrong'];
    const install = [...['install', 'gorgias', '--domain', 'yourstore.gorgias.com', '--email', 'you@yourstore.com'], ...['--api-key', 'canary-wrong', '--brevo-api-key', 'canary-b']]; // prettier-ignore

    const refused = [await tajo(line), await tajo(install)];

    for (const { exitCode, stdout, stderr } of refused) {
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain('Gorgias refused the e-mail or API key. Nothing was changed: the keys of before stay');
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain('`--force` on the command line');
    }
    expect(await api.store.accounts.credentials('yourstore')).toEqual(before);
    const first = await tajo(install.map((word) => word.replace('yourstore.gorgias', 'newstore.gorgias')));
    expect(first.stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /Nothing was changed: newstore is not installed; .*, then run the same command again\./,
    );
    expect(refused[1]?.stderr).not.toContain('rotate-key');
    const kept = await tajo([...line, '--force', '--no-test']);
    expect(kept.exitCode).toBe(0);
    expect((await api.store.accounts.credentials('yourstore')).gorgiasApiKey).toBe('canary-wrong');
    expect(await tajo([...install, '--force'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('were not tried'),
    });
    expect(printed).not.toContain('canary');
  });

  it('when it is resumed, or paused, a second time, that is said', async () => {
    const said = async (line: string): Promise<string> => (await tajo([line, 'gorgias'])).stdout;
    const free = [await said('pause'), await said('resume')];
    await api.store.accounts.setState('yourstore', 'paused', { reason: null });
    const paused = [await said('pause'), await said('resume')];
    await api.store.accounts.setState('yourstore', 'connected', { reason: null });

    expect(free.map((line) => line.split('.')[0])).toEqual(['yourstore is paused', 'yourstore was not paused']);
    expect(paused.map((line) => line.split('.')[0])).toEqual(['yourstore was paused before', 'yourstore goes on']);
  });

  it('when it is resumed while a key is refused, what is left to do is said', async () => {
    const resumed = async (): Promise<string> => (await tajo(['resume', 'gorgias'])).stdout.replaceAll(/\s+/g, ' ');
    await api.store.accounts.setState('yourstore', 'refused', { reason: 'Gorgias refused the e-mail or API key.' });
    const refused = await resumed();
    await api.store.accounts.setState('yourstore', 'connected', { reason: null });
    const free = await resumed();
    // Temporal's own signal pauses the run, and not the account.
    api.connector.states = [{ run: runState('running'), progress: progressOf('paused', { state: 'paused' }) }];
    const run = await resumed();
    api.connector.states = [{ run: runState('completed'), progress: progressOf('done') }];
    const enable = (enabled: boolean) => api.store.db.query('update accounts set enabled = $1', [enabled]);
    await enable(false);
    const off = await resumed();
    await api.store.accounts.setState('yourstore', 'paused', { reason: null });
    const both = await resumed();
    await api.store.accounts.setState('yourstore', 'connected', { reason: null });
    await enable(true);

    expect(run).toMatch(/^yourstore goes on\. Follow it with/);
    expect(off).toMatch(/^yourstore was not paused, and it is switched off: nothing goes on\. Set `enabled: true`/);
    expect(both).toMatch(/^The pause of yourstore is over, and it is switched off: nothing goes on\. Set/);
    expect(refused).toContain('It was refused last: Gorgias refused the e-mail or API key.');
    expect(free).not.toContain('refused');
  });

  it('when it is switched off, everything that says so names the file that the connector was started with', async () => {
    await api.store.db.query('update accounts set enabled = false');
    const client = new TajoClient({ url: api.url, apiKey: API_KEY });
    const said = [
      ...(await Promise.all(['resume', 'status', 'live'].map(async (name) => (await tajo([name, 'gorgias'])).stdout))),
      (await client.doctor()).checks.map(({ nextStep }) => nextStep).join(' '),
      (await client.campaigns.history()).stopped ?? '',
      (await client.connectors.why('gorgias', { ticketId: 1 })).reasons.join(' '),
    ].map((text) => text.replaceAll(/\s+/g, ' '));
    await api.store.db.query('update accounts set enabled = true');

    const words = [
      ...Array<string>(4).fill('Set `enabled: true` in off.yaml'),
      ...Array<string>(2).fill('until off.yaml says `enabled: true`'),
    ];
    expect(said.map((text, index) => text.includes(words[index] ?? ''))).toEqual(Array(6).fill(true));
    expect(said.join()).not.toMatch(/tajo\.yaml|tried at once/);
  });

  it('when a campaign is triggered that the policy does not have, it says how an event is meant', async () => {
    const served = await serveApi(api.store, { campaignNames: () => ['upsell'] });
    const body = { name: 'welcome', email: 'ada@customer.example' };
    const path = '/v1/connectors/gorgias/campaigns/trigger';
    const unknown = await served.call('POST', path, body);
    const adHoc = await served.call('POST', path, { ...body, adHoc: true });
    await served.close();

    expect(unknown.body.error.message).toBe(
      'No campaign is called welcome: there is upsell. With `adHoc: true` it is sent as the Brevo event of this name.',
    );
    expect(adHoc.body.error.code).toBe('input.unknown_person');
  });

  it.each([
    ['paused', null, 'Go on with: tajo connectors resume gorgias'],
    ['refused', 'auth.brevo_refused', 'rotate-key gorgias --brevo-api-key -'],
    ['refused', 'auth.gorgias_refused', 'rotate-key gorgias --gorgias-api-key -'],
  ] as const)(
    'when the account is %s for %j, status and live name the command that ends it',
    async (state, code, words) => {
      await api.store.accounts.setState('yourstore', state, code === null ? { reason: null } : { reason: 'No.', code });

      const said = [await tajo(['status', 'gorgias']), await tajo(['live', 'gorgias'])];
      await api.store.accounts.setState('yourstore', 'connected', { reason: null });

      for (const { stdout } of said) expect(stdout.split('\n').slice(1, 4).join('\n')).toContain(words);
      expect((await tajo(['status', 'gorgias'])).stdout).not.toMatch(/resume|rotate-key/);
    },
  );

  it.each([
    [['rotate-key', 'gorgias'], 'There is nothing to replace'],
    [['rotate-key', 'gorgias', '--gorgias-api-key', ''], '--gorgias-api-key is empty'],
    [['rotate-key', 'gorgias', '--gorgias-api-key', '-', '--brevo-api-key', '-'], 'standard input'],
    [['rotate-key', 'gorgias', '--brevo-api-key', 'a', '--brevo-api-key-file', 'b'], 'exclude each other'],
    [['rotate-key', 'gorgias', '--brevo-api-key', '--no-test'], '--brevo-api-key has no value'],
    [['uninstall', 'gorgias', '--purge', '--keep-data', '--yes'], 'exclude each other'],
    [['uninstall', 'gorgias', '--purge'], '--yes'],
    [['uninstall', 'gorgias'], '--yes'],
  ])('when the line is %j, it says what is wrong, changes nothing and the exit code is 2', async (args, words) => {
    const { exitCode, stdout, stderr } = await tajo(args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(api.connector.asked).toMatchObject({ keyChanges: [], uninstalls: [] });
  });

  it('when a person is asked and types something else, nothing happens; typing the name uninstalls', async () => {
    const refused = await tajo(['uninstall', 'gorgias', '--purge'], { terminal: true, stdin: 'yes\n' });
    expect({ exitCode: refused.exitCode, stdout: refused.stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('deletes everything that was read of it. Brevo keeps its contacts.');
    expect(refused.stderr).toContain('Type yourstore to go on: ');
    expect(api.connector.asked.uninstalls).toEqual([]);

    const kept = await tajo(['uninstall', 'gorgias'], { terminal: true, stdin: 'yourstore\n' });
    expect(kept.exitCode).toBe(0);
    expect(kept.stderr).toContain('what was read is kept');
    expect(kept.stdout).toContain('tajo connectors uninstall gorgias --account yourstore --purge');

    const purged = await tajo(['uninstall', 'gorgias', '--account', 'yourstore', '--purge', '--yes', '--json']);
    expect(JSON.parse(purged.stdout)).toMatchObject({ account: 'yourstore', purged: true });
    expect(api.connector.asked.uninstalls).toEqual([
      { account: 'yourstore', purge: false },
      { account: 'yourstore', purge: true },
    ]);
    const missing = await tajo(['uninstall', 'gorgias', '--yes']);
    expect({ exitCode: missing.exitCode, stderr: missing.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('No Gorgias account'),
    });
  });
});
