import { API_KEY, install, startApi, type RunningApi } from '../api/running-api';
import { progressOf, runState } from '../api/scripted-runs';
import { eventually } from '../support/eventually';
import { buildCli, type BuiltCli, type Finished, type RunOptions } from './built-cli';

describe('a sync that is followed while it is held up', () => {
  let api: RunningApi;
  let cli: BuiltCli;

  const tajo = (args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
    cli.run(['connectors', ...args], { ...options, env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY } });

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi({ requestsPerSecond: 1000 });
    await install(api);
  });
  afterAll(async () => {
    cli.remove();
    await api.close();
  });

  it('when a person has paused the schedule in Temporal, doctor and status say so', async () => {
    api.connector.schedulePaused = 'looked into by Ann';
    const doctor = await cli.run(['doctor'], { env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY } });
    const status = await tajo(['status', 'gorgias']);
    api.connector.schedulePaused = null;

    expect(doctor).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/✗ yourstore: The schedule[^✓]*“looked/),
    });
    expect(status.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /paused in Temporal \(“looked into by Ann”\).* resume gorgias/,
    );
  });

  it('of an account that is switched off doctor says so once, asks no vendor about it, and finds no fault', async () => {
    await api.store.db.query('update accounts set enabled = false');
    const doctor = await cli.run(['doctor'], { env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY } });
    await api.store.db.query('update accounts set enabled = true');

    expect(doctor).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('! yourstore is switched off.') });
    expect(doctor.stdout).not.toContain('Customer list accessible');
  });

  it('when vendors do not answer, whoever follows a sync is told so and why, once, and when they answer again', async () => {
    const silent = async (vendor: 'gorgias' | 'brevo', message: string): Promise<void> => {
      await api.store.unanswered.failed('yourstore', { vendor, code: `${vendor}.unavailable`, message });
      await api.store.db.query(`update account_holds set since = since - interval '1 minute'`);
    };
    await silent('gorgias', 'Gorgias was not found by the name service (GET /account, ENOTFOUND)');
    await silent('brevo', 'Brevo closed the connection (GET /account, ECONNRESET)');
    const waits = { run: runState('running'), progress: progressOf('checking the mapping') };
    api.connector.states = [waits];
    const following = tajo(['sync', 'gorgias'], { interrupt: { when: 'again.' } });
    const looks = (): number => api.logged.filter((line) => line.includes('"/v1/connectors"')).length;
    const before = looks();
    await eventually(
      () => looks() >= before + 2,
      () => 'the command does not look a second time',
    );
    for (const vendor of ['gorgias', 'brevo'] as const) await api.store.unanswered.answered('yourstore', vendor);
    const { exitCode, stdout, stderr } = await following;

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /^checking the mapping .*✗ Gorgias and Brevo do not answer\. Gorgias was not found by .*\. Brevo closed .* tries again by itself.*✓ Gorgias and Brevo answer again\. No longer watching/,
    );
    expect(stdout.match(/do not answer/g)).toHaveLength(1);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([
      expect.stringMatching(/^No longer watching/),
    ]);
  });

  it.each([
    ['paused', null, 'paused', 'yourstore is paused. The sync keeps its place', 'resume gorgias'],
    ['refused', 'auth.brevo_refused', 'waiting', 'yourstore waits: Brevo refused the key.', 'Check the Brevo API key'],
    ['connected', null, 'paused', 'The run of yourstore is paused', 'resume gorgias'],
  ] as const)(
    'when only a person can bring a sync on (%s, %s, %s), it says so and ends with 1 off a terminal, and waits with --wait',
    async (state, code, of, sentence, step) => {
      await api.store.accounts.setState('yourstore', state, {
        reason: 'Brevo refused the key.',
        ...(code === null ? {} : { code }),
      });
      const stopped = { run: runState('running'), progress: progressOf('it waits', { state: of }) };
      api.connector.states = [stopped];
      const ended = await tajo(['sync', 'gorgias', '--since', '2024-01-01']);
      api.connector.states = [stopped, stopped, { run: runState('completed'), progress: progressOf('done') }];
      const waited = await tajo(['sync', 'gorgias', '--wait']);
      await api.store.accounts.setState('yourstore', 'connected', { reason: null });

      expect(ended.exitCode).toBe(1);
      expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
      expect(ended.stderr).toContain(step);
      expect(waited).toMatchObject({ exitCode: 0, stderr: '' });
      // What is stopped on the way is followed.
      const going = { run: runState('running'), progress: progressOf('reading') };
      api.connector.states = [going, stopped, stopped, { run: runState('completed'), progress: progressOf('done') }];
      expect(await tajo(['sync', 'gorgias'])).toMatchObject({ exitCode: 0, stderr: '' });
    },
  );
});
