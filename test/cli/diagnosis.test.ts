import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { clockCheck } from '../../packages/sdk/cli/doctor/connector-checks';
import { nodeCheck } from '../../packages/sdk/cli/doctor/local-checks';
import { ERROR_CATALOG } from '../../packages/sdk/cli/errors/catalog';
import { renderErrorsPage } from '../../packages/sdk/cli/errors/errors-page';
import { API_KEY, install, startApi, type RunningApi } from '../api/running-api';
import { GOOD_CHECKS } from '../api/scripted-connector';
import { buildCli, type BuiltCli, type Finished } from './built-cli';

describe('what the command line finds out by itself', () => {
  let api: RunningApi;
  let cli: BuiltCli;
  let ready = { temporal: true, store: true };

  const tajo = (args: readonly string[], env: Record<string, string> = {}): Promise<Finished> =>
    cli.run(args, { env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY, ...env } });

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi({ requestsPerSecond: 1000, readiness: () => Promise.resolve(ready), encryptionKeyId: 'k7' });
    await install(api);
  });
  afterAll(async () => {
    cli.remove();
    await api.close();
  });
  beforeEach(async () => {
    ready = { temporal: true, store: true };
    api.connector.checks = GOOD_CHECKS;
    await api.store.accounts.setState('yourstore', 'connected', { reason: null });
  });

  it('when all is well, doctor ticks off this machine, the connector and both vendors within 80 columns', async () => {
    const { exitCode, stdout, stderr } = await tajo(['doctor']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const words of [
      '✓ Node ',
      `✓ The connector at ${api.url} answers.`,
      '✓ This clock and that of the connector agree',
      '✓ Temporal answers.',
      '✓ A worker takes what there is to do.',
      '✓ Postgres answers.',
      '✓ The encryption key k7 opens the stored keys.',
      '✓ yourstore is connected.',
      '! No webhook secret is set',
      'GORGIAS_WEBHOOK_SECRET',
      '✓ Customer list accessible',
      '✓ Brevo key accepted',
    ]) {
      expect(stdout).toContain(words);
    }
    expect(stdout).not.toContain('✗');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('when Temporal is away, a key is refused, or a vendor check fails, doctor says so and what to do, with exit code 1', async () => {
    await api.store.accounts.setState('yourstore', 'refused', { reason: 'Gorgias refused the e-mail or API key' });
    api.connector.checks = [{ name: 'auth', ok: false, sentence: 'Gorgias refused. Check Settings > REST API.' }];
    const refused = await tajo(['doctor']);
    ready = { temporal: false, store: true };
    const away = await tajo(['doctor', '--json']);

    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toMatch(
      /✗ yourstore is refused: Gorgias refused[\s\S]*rotate-key[\s\S]*✗ Gorgias refused\. Check/,
    );
    expect(away.exitCode).toBe(1);
    expect(JSON.parse(away.stdout)).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'temporal', ok: false, nextStep: expect.stringContaining('TEMPORAL_*') }),
      ]),
    });
  });

  it('when no worker runs, doctor says so and asks none about the vendors, for it would wait for two minutes', async () => {
    api.connector.workers = false;
    const { exitCode, stdout } = await tajo(['doctor']);
    api.connector.workers = true;

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ No worker takes what there is to do[\s\S]*`npm run worker`/);
    expect(stdout).not.toContain('Customer list accessible');
  });

  it('when no connector answers, the port is taken by another program, or the key is wrong, doctor tells them apart', async () => {
    const other = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;

    const free = await tajo(['doctor'], { TAJO_URL: 'http://127.0.0.1:1' });
    const taken = await tajo(['doctor'], { TAJO_URL: `http://127.0.0.1:${port}` });
    const home = join(cli.folder, 'home-of-another');
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, 'connector.json'), JSON.stringify({ url: api.url, apiKey: API_KEY }), { mode: 0o600 });
    const astray = await tajo(['doctor'], { TAJO_URL: 'http://127.0.0.1:1', TAJO_HOME: home });
    const wrongKey = await tajo(['doctor'], { TAJO_API_KEY: 'wrong' });
    await new Promise((resolve) => other.close(resolve));

    expect(free).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/Port 1 is\s+free[\s\S]*npm start/) });
    expect(astray.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `answers at ${api.url}: leave TAJO_URL out, or set it to that.`,
    );
    expect(astray.stdout).not.toContain('npm start');
    expect(taken).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('is not a connector') });
    expect(wrongKey).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('TAJO_API_KEY') });
    expect(wrongKey.stdout).toContain('✓ Temporal answers.');
  });

  it('when others may read the keys in TAJO_HOME, doctor names the file', async () => {
    const home = join(cli.folder, 'open-home');
    mkdirSync(home);
    writeFileSync(join(home, 'api.key'), 'x');
    chmodSync(join(home, 'api.key'), 0o644);

    const { exitCode, stdout } = await tajo(['doctor'], { TAJO_HOME: home });

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ Other users of this machine can read api\.key[\s\S]*chmod 600/);
  });

  it('when records wait, errors says how many for which reason; without a connector, the list alone', async () => {
    await api.store.quarantine.put('yourstore', [
      { kind: 'contact', key: '7', step: 'publish', cause: 'brevo.rejected', held: true },
      { kind: 'contact', key: '8', step: 'publish', cause: 'phone_clash', detail: 'SMS', held: false },
    ]);
    await api.store.accounts.setState('yourstore', 'refused', {
      reason: 'Brevo refused the API key',
      code: 'auth.brevo_refused',
    });

    const list = await tajo(['errors']);
    const one = await tajo(['errors', 'brevo.duplicate', '--json']);
    const [cause, refused] = [await tajo(['errors', 'no_email']), await tajo(['errors', 'auth.brevo_refused'])];
    const alone = await tajo(['errors'], { TAJO_URL: 'http://127.0.0.1:1' });

    expect(list.stdout).toMatch(/auth\.brevo_refused +Everything of the account waits\. /);
    expect(refused.stdout).toContain('holds up everything of yourstore now');
    expect(list.stdout).toMatch(/brevo\.rejected +1 record\. Brevo refuses/);
    expect(list.stdout).toMatch(/401 +Brevo refused the API key/);
    expect(list.stdout).toMatch(/tags don't sync +Looked for on tickets/);
    for (const line of list.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const { code } of ERROR_CATALOG) expect(alone.stdout).toContain(code);
    expect(JSON.parse(one.stdout)).toMatchObject({ code: 'brevo.duplicate', http: 409, exitCode: 1, heldUp: 1 });
    expect(cause.stdout).toContain('becomes a contact as soon as');
    expect([list, alone].map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  });

  it('when a cause is retried, a dry run counts, the retry makes due, and both say what happens next', async () => {
    const quarantine = ['connectors', 'quarantine', 'gorgias'];
    const listed = await tajo(quarantine);
    const dry = await tajo([...quarantine, 'retry', '--cause', 'unreadable', '--dry-run']);
    await api.store.quarantine.put('yourstore', [
      { kind: 'ticket', key: '5', step: 'read', cause: 'unreadable', detail: 'status', held: true },
    ]);
    const done = await tajo([...quarantine, 'retry', '--cause', 'unreadable']);
    const json = await tajo([...quarantine, 'retry', '--cause', 'phone_clash', '--json']);

    expect(listed.stdout).toMatch(/phone_clash +1 value\. Another[\s\S]*record +cause/);
    expect(dry.stdout).toContain('Nothing is in quarantine for unreadable');
    expect(done.stdout).toMatch(/1 record for unreadable: 1 record that the next full sync[\s\S]*tajo connectors sync/);
    expect(JSON.parse(json.stdout)).toEqual({
      ...{ account: 'yourstore', cause: 'phone_clash', dryRun: false },
      ...{ records: 1, contacts: 0, details: 0, events: 0, nextSync: 0 },
    });
  });

  it('help works as a command, and completion without a shell tells where to put it', async () => {
    const help = await tajo(['help', 'connectors']);
    const bash = await tajo(['completion'], { SHELL: '/bin/bash' });
    const other = await tajo(['completion'], { SHELL: '/bin/tcsh' });

    expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Usage: tajo connectors /) });
    expect(bash).toMatchObject({ exitCode: 0, stderr: '' });
    expect(bash.stdout.split('\n').slice(0, 3)).toEqual([
      'Your shell is bash. Type this once, then open a new terminal:',
      '  mkdir -p ~/.local/share/bash-completion/completions && tajo completion bash > ~/.local/share/bash-completion/completions/tajo',
      '',
    ]);
    expect(other.stdout).toMatch(/bash[\s\S]*zsh[\s\S]*fish/);
  });

  it.each([
    [
      { TAJO_URL: '127.0.0.1:8080' },
      2,
      'The address of the connector 127.0.0.1:8080 is not a plain http or https URL.',
    ],
    [{ TAJO_URL: 'http://me:pass@127.0.0.1' }, 2, 'The address of the connector is not a plain'],
    [
      { TAJO_URL: 'http://127.0.0.1:1', TAJO_API_KEY: '' },
      1,
      'TAJO_URL leads to http://127.0.0.1:1, and TAJO_API_KEY is not set',
    ],
    [{ TAJO_URL: '', TAJO_API_KEY: '' }, 1, '(TAJO_HOME names another one).\n      Start one with `npm start`;'],
  ])('when the surroundings are %j, it says what of them is wrong', async (env, exitCode, words) => {
    const { stdout, stderr, ...ended } = await tajo(['connectors', 'status'], env);

    expect({ ...ended, stdout, stderr }).toEqual({ exitCode, stdout: '', stderr: expect.stringContaining(words) });
    expect(stderr).not.toContain('pass@');
  });

  it('when Tab is pressed in bash, commands, flags and their values are offered', async () => {
    const { stdout } = await tajo(['completion', 'bash']);
    const complete = (line: string): string[] => {
      const words = line.split(' ');
      const typed = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`;
      const script = `${stdout}\n${typed}; _tajo; echo "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).trim().split(' ');
    };

    expect(complete('tajo con')).toEqual(['connectors', 'config']);
    expect(complete('tajo connectors sta')).toEqual(['status']);
    expect(complete('tajo --json connectors sync ')).toEqual(expect.arrayContaining(['gorgias', '--batch-size']));
    expect(complete('tajo connectors sync gorgias --type ')).toEqual(['full', 'incremental']);
    expect(complete('tajo connectors quarantine gorgias re')).toEqual(['retry']);
    expect((await tajo(['completion', 'zsh'])).stdout).toMatch(/^#compdef tajo\n/);
    expect((await tajo(['completion', 'fish'])).stdout).toContain("-l type -xa 'full incremental'");
  });
});

it('docs/errors.md is what the lists say, and it has every code', () => {
  // When this fails, run `npm run docs`.
  const page = renderErrorsPage();
  expect(readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8')).toBe(page);
  for (const { code } of ERROR_CATALOG) expect(page).toContain(`### \`${code}\``);
});

it.each([
  [-31_000, false, 'ahead of'],
  [31_000, false, 'behind'],
  [29_000, true, 'agree to 30 s'],
  [null, true, 'not known'],
])('when the other clock is %p ms ahead, good is %p', (aheadMs, ok, words) => {
  expect(clockCheck('clock', 'the connector', aheadMs)).toMatchObject({ ok, sentence: expect.stringContaining(words) });
});

it.each([
  ['20.18.3', false],
  ['20.19.0', true],
  ['22.1.0', true],
  ['18.20.0', false],
])('when Node is %s, good is %p', (version, ok) => expect(nodeCheck(version).ok).toBe(ok));
