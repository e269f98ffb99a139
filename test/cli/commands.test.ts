import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import { API_KEY, INSTALL, install, startApi, type RunningApi } from '../api/running-api';
import { GOOD_CHECKS } from '../api/scripted-connector';
import { progressOf, runState } from '../api/scripted-runs';
import { buildCli, type BuiltCli, type Finished, type RunOptions } from './built-cli';

describe('the command line', () => {
  let api: RunningApi;
  let cli: BuiltCli;
  let printed = '';

  async function tajo(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const env = { TAJO_URL: api.url, TAJO_API_KEY: API_KEY, ...options.env };
    const finished = await cli.run(args, { ...options, env });
    printed += finished.stdout + finished.stderr;
    return finished;
  }

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi({ requestsPerSecond: 1000 });
  });
  afterAll(async () => {
    await api.close();
    cli.remove();
  });
  beforeEach(() => {
    api.connector.failWith = null;
    api.connector.states = [];
    api.connector.asked.syncs.length = 0;
  });

  it('when keys come from a flag, a file or standard input, they arrive and are never printed', async () => {
    writeFileSync(join(cli.folder, 'brevo.key'), `${INSTALL.brevoApiKey}\n`);
    const who = ['--domain', INSTALL.domain, '--email', INSTALL.email];

    const stdin = await tajo(
      ['connectors', 'install', 'gorgias', ...who, '--api-key', '-', '--brevo-api-key-file', 'brevo.key'],
      { stdin: `${INSTALL.apiKey}\n` },
    );
    const flags = await tajo(['connectors', 'connect', 'gorgias', ...who, '--api-key', INSTALL.apiKey, '--json'], {
      env: { BREVO_API_KEY: INSTALL.brevoApiKey },
    });
    const environment = await tajo(['connectors', 'install', 'gorgias', '--domain', INSTALL.domain], {
      env: { GORGIAS_EMAIL: INSTALL.email, GORGIAS_API_KEY: INSTALL.apiKey, BREVO_API_KEY: INSTALL.brevoApiKey },
    });

    expect([stdin.exitCode, flags.exitCode, environment.exitCode]).toEqual([0, 0, 0]);
    expect(stdin.stdout).toContain('tajo connectors test gorgias');
    expect(JSON.parse(flags.stdout)).toMatchObject({ account: 'yourstore' });
    expect(new Set(api.connector.asked.installs.map((request) => JSON.stringify(request))).size).toBe(1);
    expect(api.connector.asked.installs[0]).toMatchObject({
      gorgiasApiKey: INSTALL.apiKey,
      brevoApiKey: INSTALL.brevoApiKey,
    });
  });

  it('when the connection is good, test prints the lines in order; when a check fails, the exit code is 1', async () => {
    const good = await tajo(['connectors', 'test', 'gorgias']);
    api.connector.checks = [
      { name: 'auth', ok: false, sentence: 'Gorgias refused the e-mail or API key: check Settings > REST API' },
    ];
    const bad = await tajo(['connectors', 'test', 'gorgias']);
    api.connector.checks = GOOD_CHECKS;

    expect(good).toMatchObject({ exitCode: 0, stderr: '' });
    expect(good.stdout.split('\n').slice(0, 5)).toEqual([
      '✓ API authentication successful',
      '✓ Customer list accessible',
      '✓ Ticket data readable',
      '✓ CSAT surveys available',
      '✓ Tags listable',
    ]);
    expect(bad.exitCode).toBe(1);
    expect(bad.stdout).toMatch(/^✗ Gorgias refused/);
  });

  it('when a sync runs to its end in a pipe, changes are told line by line and the totals at the end', async () => {
    await api.store.runs.begin('yourstore', { runId: 'run-1', type: 'full', request: {} });
    await api.store.runs.finish('yourstore', 'run-1', {
      state: 'completed',
      totals: { requests: 462, published: 13_900, seconds: 240 },
    });
    const reading = { run: runState('running'), progress: progressOf('reading customers: page 12, 1,200 rows') };
    api.connector.states = [
      // The first look is whether anything goes on at all.
      ...[reading, reading],
      { run: runState('completed'), progress: progressOf('everything is published', { percent: 100, etaSeconds: 0 }) },
    ];

    const { exitCode, stdout, stderr } = await tajo([
      'connectors',
      'sync',
      'gorgias',
      '--resources',
      'customers,tags',
      '--since',
      '2024-01-01',
      '--batch-size',
      '30',
      '--dry-run',
    ]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [first] = stdout.split('\n');
    expect(first).toBe('reading customers: page 12, 1,200 rows (40 %, 12 pages, 1,200 records, budget 31, 2 min left)');
    expect(stdout).toContain('everything is published');
    expect(stdout).toMatch(
      /✓ Sync completed in 4 min\.\n.*462 requests\.\n.*13,900 contacts would be written.*\n.*dry run/,
    );
    expect(api.connector.asked.syncs).toEqual([
      { account: 'yourstore', resources: ['customers', 'tags'], since: '2024-01-01', batchSize: 30, dryRun: true },
    ]);
  });

  it('when a sync is for a program, exactly one line of JSON comes at the end', async () => {
    api.connector.states = [{ run: runState('completed'), progress: progressOf('done') }];
    const { exitCode, stdout } = await tajo(['--json', 'connectors', 'sync', 'gorgias']);

    expect(exitCode).toBe(0);
    expect(stdout.match(/\n/g)).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'completed', runId: 'run-1', totals: { requests: 462 } });
  });

  it('when Ctrl-C is pressed, the command detaches, says that the run goes on and how to follow it again', async () => {
    api.connector.states = [{ run: runState('running'), progress: progressOf('reading customers') }];

    const { exitCode, stdout } = await tajo(['connectors', 'sync', 'gorgias'], {
      interrupt: { when: 'reading customers' },
    });

    expect(exitCode).toBe(0);
    expect(stdout).toContain('the run goes on');
    expect(stdout).toContain('tajo connectors status gorgias --follow');
    expect(api.connector.asked.pauses).toEqual([]);
  });

  it('when a run fails or is busy, a sentence says so and what to do', async () => {
    const failure = 'Gorgias refused the e-mail or API key: check Settings > REST API.';
    api.connector.states = [{ run: runState('failed', { failure }), progress: progressOf('x') }];
    const failed = await tajo(['connectors', 'sync', 'gorgias']);
    api.connector.inTheWay = [{ turn: 'joined', runId: 'run-1' }];
    const busy = await tajo(['connectors', 'sync', 'gorgias', '--no-wait']);

    expect(failed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(failure) });
    expect(busy).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('A sync of this account is running') });
  });

  it('when status is asked, the page fits into 80 columns and names every cause', async () => {
    await api.store.quarantine.put('yourstore', [
      { kind: 'customer', key: '7', step: 'map', cause: 'no_email', held: true },
      { kind: 'customer', key: '8', step: 'map', cause: 'phone_invalid', detail: 'SMS', held: false },
    ]);
    api.connector.states = [{ run: runState('running'), progress: progressOf(`reading ${'tickets '.repeat(20)}`) }];

    const { exitCode, stdout } = await tajo(['connectors', 'status', 'gorgias']);
    const listed = await tajo(['connectors', 'quarantine', 'gorgias', '--cause', 'phone_invalid']);

    expect(exitCode).toBe(0);
    for (const words of [
      'yourstore.gorgias.com',
      ...['no_email', 'phone_invalid'],
      '0, 0 of them open, 0 snoozed',
      'Looked for on tickets (0 tags on 0 tickets)',
      '8233',
    ])
      expect(stdout).toContain(words);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(listed.stdout).toMatch(/phone_invalid +1 value\. [\s\S]*customer 8 +SMS/);
  });

  it('when a run is followed by status, it waits for the end and then shows the page', async () => {
    api.connector.states = [
      { run: runState('running'), progress: progressOf('reading customers') },
      { run: runState('completed'), progress: progressOf('done') },
    ];
    const { exitCode, stdout } = await tajo(['connectors', 'status', 'gorgias', '--follow']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/reading customers[\s\S]*Run +full, completed/);
  });

  it('when list, plan, pause and resume are asked, each answers in words and as JSON', async () => {
    const list = await tajo(['connectors', 'list']);
    const plan = await tajo(['connectors', 'plan', 'gorgias']);
    const planJson = await tajo(['connectors', 'plan', 'gorgias', '--json']);
    const pause = await tajo(['connectors', 'pause', 'gorgias']);
    const resume = await tajo(['connectors', 'resume', 'gorgias', '--account', 'yourstore']);

    expect(list.stdout).toMatch(/gorgias +yourstore +connected/);
    expect(plan.stdout).toMatch(/customers +14,200 +142/);
    expect(plan.stdout).toMatch(/enrichment +up to 1,200 +up to 10 min\ntogether +up to 1,662 +up to 14 min/);
    expect(plan.stdout).toContain('13,900 contacts');
    expect(JSON.parse(planJson.stdout)).toMatchObject({ listRequests: 462 });
    expect(pause.stdout).toContain('yourstore is paused');
    expect(resume.stdout).toContain('yourstore was not paused');
  });

  it('when npm start left address and key in TAJO_HOME, nothing else has to be set', async () => {
    const home = join(cli.folder, '.tajo');
    mkdirSync(home);
    writeFileSync(join(home, 'connector.json'), JSON.stringify({ url: api.url, apiKey: API_KEY }));

    const { exitCode } = await tajo(['connectors', 'list'], { env: { TAJO_URL: '', TAJO_API_KEY: '' } });
    expect(exitCode).toBe(0);
  });

  it('when the connector is away, refuses the key or breaks inside, the exit code is 1 and there is no stack', async () => {
    const away = await tajo(['connectors', 'list'], { env: { TAJO_URL: 'http://127.0.0.1:1' } });
    const refused = await tajo(['connectors', 'list'], { env: { TAJO_API_KEY: 'wrong' } });
    const unknown = await tajo(['connectors', 'status', 'gorgias', '--account', 'nobody']);
    api.connector.failWith = new ConnectorError('temporal.unavailable', 'Temporal does not answer.');
    const temporal = await tajo(['connectors', 'plan', 'gorgias']);
    api.connector.failWith = new TypeError('x is not a function');
    const broken = await tajo(['connectors', 'plan', 'gorgias']);

    expect(away).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('npm start') });
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('TAJO_API_KEY') });
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('yourstore') });
    expect(temporal).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Temporal does not answer') });
    expect(broken).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Something went wrong') });
    for (const { stderr } of [away, refused, unknown, temporal, broken]) expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('when all of this has been typed, no secret was printed and no colour was sent into a pipe', () => {
    expect(printed.length).toBeGreaterThan(1000);
    for (const secret of [INSTALL.apiKey, INSTALL.brevoApiKey, API_KEY]) expect(printed).not.toContain(secret);
    expect(printed).not.toContain('\u001b');
  });

  it('when nothing is known yet, why, events and automations say so and what to do, in 80 columns and as JSON', async () => {
    await install(api);
    const why = await tajo(['why', '999']);
    const person = await tajo(['why', 'nobody@customer.example', '--json']);
    const events = await tajo(['connectors', 'events', 'gorgias', '--since', '2d']);
    const automations = await tajo(['connectors', 'automations', 'gorgias']);
    const wrong = await tajo(['why', 'Jane']);

    expect([why, person, events, automations, wrong].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 2]);
    expect(why.stdout).toMatch(/^Nothing is known of a ticket 999/);
    expect(person.stdout).not.toContain('nobody@');
    expect(JSON.parse(person.stdout)).toMatchObject({ about: 'person', tickets: [], contact: null });
    expect(events.stdout).toMatch(/^Nothing (?:was sent yet|like that was sent)\.\n$/);
    expect(automations.stdout).toContain('tajo connectors automations gorgias --backfill 30d');
    const lines = [why, events, automations].flatMap(({ stdout }) => stdout.split('\n'));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
