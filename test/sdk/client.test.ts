import { ConnectorError } from '../../src/domain/errors/connector-error';
import { TajoClient, TajoError, type SyncProgress, type SyncStarted } from '../../packages/sdk/index';
import { listen } from '../../src/api/server';
import { API_KEY, INSTALL, startApi, type RunningApi } from '../api/running-api';
import { progressOf, runState } from '../api/scripted-runs';

describe('the SDK', () => {
  let api: RunningApi;
  let tajo: TajoClient;
  beforeAll(async () => {
    delete process.env['GORGIAS_EMAIL'];
    delete process.env['BREVO_API_KEY'];
    api = await startApi({ requestsPerSecond: 1000 });
    tajo = new TajoClient({ url: api.url, apiKey: API_KEY });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.connector.failWith = null;
    api.connector.states = [];
  });

  it('when e-mail or keys are missing, connect says which and how to give them, and sends nothing', async () => {
    const options = { domain: INSTALL.domain, apiKey: INSTALL.apiKey };

    await expect(tajo.connectors.connect('gorgias', options)).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'email',
      message: expect.stringContaining('GORGIAS_EMAIL'),
    });
    await expect(tajo.connectors.connect('gorgias', { ...options, email: INSTALL.email })).rejects.toMatchObject({
      field: 'brevoApiKey',
    });
    await expect(
      tajo.connectors.connect('gorgias', { ...options, email: INSTALL.email, apiKey: undefined }),
    ).rejects.toMatchObject({ field: 'apiKey' });
    expect(api.connector.asked.installs).toEqual([]);
  });

  it('when connected with the defaults of the client, the account is installed and listed', async () => {
    const client = new TajoClient({
      url: `${api.url}/`,
      apiKey: API_KEY,
      brevoApiKey: INSTALL.brevoApiKey,
      email: INSTALL.email,
    });

    const connected = await client.connectors.connect('gorgias', { domain: INSTALL.domain, apiKey: INSTALL.apiKey });

    expect(connected).toMatchObject({ account: 'yourstore', state: 'connected' });
    expect((await client.connectors.list()).connectors).toEqual([connected]);
    expect(api.connector.asked.installs[0]).toMatchObject({ brevoApiKey: INSTALL.brevoApiKey, email: INSTALL.email });
  });

  it('when a sync is awaited, each state is reported and the totals come at the end', async () => {
    await api.store.runs.begin('yourstore', { runId: 'run-1', type: 'full', request: {} });
    await api.store.runs.finish('yourstore', 'run-1', { state: 'completed', totals: { requests: 12, published: 5 } });
    api.connector.states = [
      { run: runState('running'), progress: progressOf('of the run before', { runId: 'run-0' }) },
      { run: runState('running'), progress: progressOf('reading customers') },
      { run: runState('completed'), progress: progressOf('done', { state: 'completed' }) },
    ];
    const seen: SyncProgress[] = [];

    const result = await tajo.connectors.sync('gorgias', {
      type: 'full',
      resources: ['customers'],
      since: '2024-01-01',
      batchSize: 30,
      onProgress: (progress) => seen.push(progress),
    });

    expect(result).toMatchObject({
      state: 'completed',
      runId: 'run-1',
      totals: { requests: 12, published: 5, held: 0 },
    });
    expect(seen.map(({ sentence }) => sentence)).toEqual(['reading customers', 'done']);
    expect(api.connector.asked.syncs.at(-1)).toEqual({
      account: 'yourstore',
      resources: ['customers'],
      since: '2024-01-01',
      batchSize: 30,
    });
  });

  it('when not awaited, sync resolves as soon as the run has been accepted', async () => {
    api.connector.states = [{ run: runState('completed'), progress: progressOf('x') }];
    expect(await tajo.connectors.sync('gorgias', { wait: false })).toEqual({
      account: 'yourstore',
      type: 'full',
      turn: 'started',
      workflowId: 'full-sync/yourstore',
      runId: 'run-1',
      startedAt: '2026-11-20T10:00:00Z',
      ui: 'http://127.0.0.1:8233',
    });
  });

  it('when a run that does the same is under way, sync joins it; behind others it waits until its turn has come', async () => {
    const ended = { run: runState('failed'), progress: progressOf('x') };
    const own = { run: runState('completed'), progress: progressOf('done') };
    const turns: string[] = [];
    const onTurn = ({ turn, runId }: SyncStarted): number => turns.push(`${turn} ${runId}`);
    api.connector.asked.syncs.length = 0;

    api.connector.inTheWay = [{ turn: 'joined', runId: 'run-7' }];
    api.connector.states = [{ run: runState('completed', { runId: 'run-7' }), progress: progressOf('x') }];
    const joined = await tajo.connectors.sync('gorgias', { onTurn });
    api.connector.inTheWay = [
      { turn: 'waiting', runId: 'run-8' },
      { turn: 'waiting', runId: 'run-9' },
    ];
    // How those end that are waited for is nobody's failure.
    api.connector.states = [ended, ended, own];
    const waited = await tajo.connectors.sync('gorgias', { dryRun: true, onTurn });

    expect(joined).toMatchObject({ turn: 'joined', runId: 'run-7', state: 'completed' });
    expect(waited).toMatchObject({ turn: 'started', runId: 'run-1', state: 'completed' });
    expect(turns).toEqual(['joined run-7', 'waiting run-8', 'waiting run-9', 'started run-1']);
    expect(api.connector.asked.syncs).toEqual([{ account: 'yourstore', dryRun: true }]);
  });

  it('when whoever waits for a turn stops waiting, nothing is started; who does not wait at all is refused', async () => {
    api.connector.asked.syncs.length = 0;
    api.connector.states = [{ run: runState('running'), progress: progressOf('reading') }];
    const stop = new AbortController();

    api.connector.inTheWay = [{ turn: 'waiting', runId: 'run-8' }];
    const waiting = tajo.connectors.sync('gorgias', { signal: stop.signal, onTurn: () => stop.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'client.aborted' });
    api.connector.inTheWay = [{ turn: 'joined', runId: 'run-8' }];
    const refused = tajo.connectors.sync('gorgias', { wait: false });

    await expect(refused).rejects.toMatchObject({ code: 'conflict.already_running' });
    expect(api.connector.asked.syncs).toEqual([]);
  });

  it('when the run fails or is cancelled, sync rejects with its reason', async () => {
    const failure = 'Gorgias refused the e-mail or API key.';
    api.connector.states = [{ run: runState('failed', { failure }), progress: progressOf('x') }];
    await expect(tajo.connectors.sync('gorgias')).rejects.toMatchObject({ code: 'sync.failed', message: failure });

    api.connector.states = [{ run: runState('cancelled'), progress: progressOf('x') }];
    await expect(tajo.connectors.sync('gorgias')).rejects.toMatchObject({ code: 'sync.cancelled' });
  });

  it('when the waiting is stopped, sync rejects at once although the run goes on', async () => {
    api.connector.states = [{ run: runState('running'), progress: progressOf('reading') }];
    api.connector.asked.syncs.length = 0;
    const stop = new AbortController();

    const waiting = tajo.connectors.sync('gorgias', { signal: stop.signal, onProgress: () => stop.abort() });

    await expect(waiting).rejects.toMatchObject({ code: 'client.aborted' });
    expect(api.connector.asked.syncs).toHaveLength(1);
  });

  it('while Temporal is away for a moment, following rides it out', async () => {
    api.connector.states = [
      { run: runState('running'), progress: progressOf('reading') },
      { run: runState('completed'), progress: progressOf('done') },
    ];
    api.connector.asked.syncs.length = 0;
    let outages = 0;
    const waiting = tajo.connectors.sync('gorgias', {
      onProgress: () => {
        if (outages++ > 0) return;
        api.connector.failWith = new ConnectorError('temporal.unavailable', 'away');
        setTimeout(() => {
          api.connector.failWith = null;
        }, 1500);
      },
    });

    expect(await waiting).toMatchObject({ state: 'completed' });
    expect(outages).toBeGreaterThan(0);
  });

  it('when asked, status, plan, test, pause, resume, progress and quarantine answer typed to the last field', async () => {
    const { connectors } = tajo;
    const status = await connectors.status('gorgias');
    const firstCause: string | undefined = status.quarantine[0]?.cause;

    expect({
      connected: status.connected,
      customersCount: status.customersCount,
      ticketsTracked: status.ticketsTracked,
      csatResponses: status.csatResponses,
    }).toEqual({ connected: true, customersCount: 0, ticketsTracked: 0, csatResponses: 0 });
    expect(firstCause).toBeUndefined();
    expect((await connectors.plan('gorgias')).listRequests).toBe(462);
    expect((await connectors.test('gorgias', { account: 'yourstore' })).ok).toBe(true);
    expect((await connectors.pause('gorgias')).paused).toBe(true);
    expect((await connectors.resume('gorgias')).paused).toBe(false);
    expect((await connectors.progress('gorgias')).account).toBe('yourstore');
    expect((await connectors.quarantine('gorgias', { cause: 'no_email', limit: 5 })).records).toEqual([]);
  });

  it('when the connector refuses, the error keeps its stable code, its field and the next step', async () => {
    const wrongKey = new TajoClient({ url: api.url, apiKey: 'wrong' });

    await expect(wrongKey.connectors.list()).rejects.toMatchObject({
      code: 'auth.tajo_refused',
      nextStep: 'Set TAJO_API_KEY to the key of the running connector.',
    });
    await expect(tajo.connectors.sync('gorgias', { batchSize: 500 })).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'batchSize',
    });
    await expect(tajo.connectors.status('gorgias', { account: 'nobody' })).rejects.toBeInstanceOf(TajoError);
  });

  it('when nobody answers, or somebody else does, the error says so and how to go on', async () => {
    const other = await listen((_request, response) => response.end('<html>hello</html>'), {
      port: 0,
      host: '127.0.0.1',
    });
    const lost = new TajoClient({ url: 'http://127.0.0.1:1', apiKey: API_KEY });
    const stranger = new TajoClient({ url: other.url, apiKey: API_KEY });
    const crooked = new TajoClient({ url: 'ftp://x', apiKey: API_KEY });

    await expect(lost.connectors.list()).rejects.toMatchObject({
      code: 'client.unreachable',
      nextStep: expect.stringContaining('npm start'),
    });
    await expect(stranger.connectors.list()).rejects.toMatchObject({ code: 'client.protocol' });
    await expect(crooked.connectors.list()).rejects.toMatchObject({ code: 'client.invalid_url', field: 'url' });
    await other.close(0);
  });

  it('when a key holds a line break, the error does not repeat it', async () => {
    const client = new TajoClient({ url: api.url, apiKey: 'canary\nkey' });

    const thrown: unknown = await client.connectors.list().catch((error: unknown) => error);

    expect(thrown).toMatchObject({ code: 'auth.tajo_refused', field: 'apiKey' });
    expect(String(thrown) + JSON.stringify(thrown)).not.toContain('canary');
  });
});

it('when a program without types names another connector, it is told that there is only one', async () => {
  const { connectors } = new TajoClient({ url: 'http://127.0.0.1:1', apiKey: 'x' });
  const status = connectors.status.bind(connectors) as (name: string) => Promise<unknown>;
  await expect(status('zendesk')).rejects.toMatchObject({ code: 'input.invalid', field: 'connector' });
});
