import { API_KEY, install, startApi, type RunningApi } from '../api/running-api';
import { progressOf, runState } from '../api/scripted-runs';
import { attemptOnce } from '../store/outbox-end';
import { eventually } from '../support/eventually';
import { buildCli, type BuiltCli, type Finished, type RunOptions } from './built-cli';
import { timestampOf } from '../../src/domain/timestamp';

const DELIVERIES = '/v1/connectors/gorgias/deliveries';

describe('commands that go on watching', () => {
  let api: RunningApi;
  let cli: BuiltCli;

  const tajo = (args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
    cli.run(['connectors', ...args], { ...options, env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY } });
  const happen = (name: string): Promise<void> =>
    api.store.outbox.intend('yourstore', [
      {
        ...{ key: `yourstore/5/${name}/1`, ticketId: 5, customerId: 9, emailKey: 'canary@customer.example.com', name },
        ...{ happenedAt: timestampOf(new Date()), params: {} },
      },
    ]);
  const asked = (): number => api.logged.filter((line) => line.includes(DELIVERIES)).length;

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi({ requestsPerSecond: 1000 });
    await install(api);
  });
  afterAll(async () => {
    cli.remove();
    await api.close();
  });

  const follow = (flags: readonly string[], when: string): Promise<Finished> =>
    tajo(['events', 'gorgias', '--follow', '--since', '1d', ...flags], { interrupt: { when } });
  const untilAsked = async (times: number): Promise<void> => {
    const before = asked();
    await eventually(
      () => asked() >= before + times,
      () => 'the command does not ask',
    );
  };

  it('when events are followed, what is new and each change of its state is printed as it comes, once, and Ctrl-C ends it with 0', async () => {
    await happen('OLD');
    const following = follow([], 'told too late');
    await untilAsked(1);
    await happen('FRESH');
    await untilAsked(2);
    const refused = { key: 'yourstore/5/FRESH/1', end: 'refused', reason: 'told too late' } as const;
    await attemptOnce(api.store, 'yourstore', refused);
    const { exitCode, stdout, stderr } = await following;

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.split('\n').filter((line) => line !== '');
    expect(lines.map((line) => /(?:OLD|FRESH) +\w+|told.*/.exec(line)?.[0].replace(/ +/, ' '))).toEqual([
      ...[undefined, 'OLD waits', 'FRESH waits', 'FRESH refused', 'told too late'],
    ]);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).not.toContain('canary');
  });

  it('when they are followed as JSON, each is a line of its own, and Ctrl-C ends it with 0', async () => {
    const following = follow(['--json', '--ticket', '5'], 'NEWER');
    await untilAsked(1);
    await happen('NEWER');
    const { exitCode, stdout } = await following;

    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(['OLD', 'FRESH', 'NEWER']);
  });

  it('when the feed is read back, its progress is told and the report follows; Ctrl-C detaches; a failure gives exit code 1', async () => {
    const progress = progressOf('reading automations: page 3, 300 rows', { percent: 40 });
    const args = ['automations', 'gorgias', '--backfill', '30d'];
    const state = (run: Parameters<typeof runState>) => ({ run: runState(...run), progress });
    api.connector.backfills = [state(['running']), state(['running']), state(['completed'])];
    const done = await tajo(args);
    api.connector.backfills = [state(['running'])];
    const detached = await tajo(args, { interrupt: { when: 'page 3' } });
    api.connector.backfills = [state(['failed', { failure: 'Gorgias refused the e-mail or API key.' }])];
    const failed = await tajo(args);
    api.connector.backfills = [state(['completed'])];
    const json = await tajo([...args, '--json']);
    api.connector.backfills = [state(['completed'])];
    api.connector.backfillUnderWay = true;
    const joined = await tajo(args);
    api.connector.backfillUnderWay = false;

    expect(joined).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('is being read back already') });
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    expect(done.stdout).toMatch(
      /^Reading the feed of Gorgias back\. It waits .* Ctrl-C leaves it[^\n]*\nreading automations: page 3, 300 rows \(40%\)\n[\s\S]*No rule ran and no macro was used/,
    );
    expect(detached).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('the reading goes on') });
    expect(failed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Gorgias refused the e-mail') });
    expect(JSON.parse(json.stdout)).toMatchObject({ account: 'yourstore', backfill: { state: 'completed' } });
    const month = Date.now() - 30 * 86_400_000;
    expect(api.connector.asked.backfills).toHaveLength(5);
    for (const since of api.connector.asked.backfills)
      expect(Math.abs(Date.parse(since) - month)).toBeLessThan(300_000);
  });

  it('when figures are asked for from before the installation, all of them begin where runs were counted first', async () => {
    await api.store.db.query(CHANGED_BEFORE_INSTALLATION);
    const asked = ['automations', 'gorgias', '--since', '60d', '--by', 'channel', '--json'];
    const { from, countedFrom, activeTickets, groups } = JSON.parse((await tajo(asked)).stdout);

    // A ticket of before would only water down what was counted since.
    expect({ from, activeTickets, groups }).toEqual({ from: countedFrom, activeTickets: 0, groups: [] });
  });

  it('when a sync is under way, the same one is followed and its end is the exit code; with --no-wait one starts only if it can', async () => {
    const failure = 'Gorgias refused the e-mail or API key.';
    api.connector.inTheWay = [{ turn: 'joined', runId: 'run-1' }];
    api.connector.states = [{ run: runState('failed', { failure }), progress: progressOf('reading customers') }];
    const joined = await tajo(['sync', 'gorgias']);
    api.connector.states = [{ run: runState('completed'), progress: progressOf('done') }];
    const free = await tajo(['sync', 'gorgias', '--no-wait']);

    expect(joined).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(failure) });
    expect(joined.stdout).toMatch(
      /^Already running since \d{4}-\d\d-\d\d \d\d:\d\d UTC; following it\.\nreading customers/,
    );
    expect(free).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✓ Sync completed') });
  });

  it('when another one is under way, a sync says that it waits for its turn and shows why; Ctrl-C leaves it unstarted', async () => {
    const paused = { run: runState('running', { runId: 'run-0' }), progress: progressOf('paused', { runId: 'run-0' }) };
    const over = { run: runState('cancelled', { runId: 'run-0' }), progress: progressOf('x', { runId: 'run-0' }) };
    api.connector.inTheWay = [{ turn: 'waiting', runId: 'run-0' }];
    // The first look is whether anything goes on at all.
    api.connector.states = [paused, paused, over, { run: runState('completed'), progress: progressOf('dry run done') }];
    const waited = await tajo(['sync', 'gorgias', '--dry-run']);
    api.connector.asked.syncs.length = 0;
    api.connector.inTheWay = [{ turn: 'waiting', runId: 'run-0' }];
    api.connector.states = [paused];
    const left = await tajo(['sync', 'gorgias', '--dry-run'], { interrupt: { when: 'paused' } });

    expect(waited.exitCode).toBe(0);
    expect(waited.stdout).toMatch(
      /^Another full sync has been running since 2026-11-20 10:00 UTC; this one waits for its turn\.\nthe other one: paused[\s\S]*✓ Sync completed/,
    );
    expect(left).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('this sync was not started') });
    expect(api.connector.asked.syncs).toEqual([]);
  });
});

const CHANGED_BEFORE_INSTALLATION = `insert into tickets (account, id, status, channel, via, created_at, updated_at)
  values ('yourstore', 77, 'open', 'email', 'email', now() - interval '40 days', now() - interval '40 days')`;
