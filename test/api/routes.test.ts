import { ConnectorError } from '../../src/domain/errors/connector-error';
import { install, INSTALL, startApi, type RunningApi } from './running-api';
import { GOOD_CHECKS, PLAN } from './scripted-connector';
import { progressOf, runState } from './scripted-runs';

const GORGIAS = '/v1/connectors/gorgias';

describe('the control API', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({
      tagsOf: () => ({ from: ['tickets', 'shopify'], lists: { vip: 38, VIPs: 38, refund: 'Refunds' }, auto: false }),
      policyOf: (account) => ({ hold: '7d', campaigns: { [`${account}-upsell`]: { when: 'satisfied' } } }),
    });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.connector.failWith = null;
    api.connector.states = [];
    api.connector.asked.syncs.length = 0;
  });

  it('when nothing is installed, every route about an account says how to install one', async () => {
    const { status, body } = await api.call('GET', `${GORGIAS}/status`);

    expect(status).toBe(404);
    expect(body).toEqual({
      error: { code: 'input.unknown_account', message: 'No Gorgias account is installed yet.' },
    });
    expect((await api.call('GET', '/v1/connectors')).body.connectors).toEqual([]);
  });

  it('when an account is installed, its keys reach the connector and are never told again', async () => {
    const installed = await api.call('POST', `${GORGIAS}/install`, INSTALL);
    const list = await api.call('GET', '/v1/connectors');

    expect(installed.status).toBe(201);
    expect(installed.body).toMatchObject({ connector: 'gorgias', account: 'yourstore', state: 'connected' });
    expect(api.connector.asked.installs).toEqual([
      {
        account: 'yourstore',
        domain: 'yourstore.gorgias.com',
        email: INSTALL.email,
        gorgiasApiKey: INSTALL.apiKey,
        brevoApiKey: INSTALL.brevoApiKey,
      },
    ]);
    expect(list.body.connectors).toHaveLength(1);
    expect(JSON.stringify([installed.body, list.body, api.logged])).not.toContain('canary');
  });

  it('when the policy is asked for, it is that of the account, as the file spells it', async () => {
    expect(await api.call('GET', `${GORGIAS}/policy?account=yourstore`)).toMatchObject({
      status: 200,
      body: { account: 'yourstore', policy: { hold: '7d', campaigns: { 'yourstore-upsell': { when: 'satisfied' } } } },
    });
  });

  it('when the connection is tested, the checks come back in their order with one verdict', async () => {
    api.connector.checks = GOOD_CHECKS;
    expect((await api.call('POST', `${GORGIAS}/test`)).body).toEqual({
      account: 'yourstore',
      ok: true,
      checks: GOOD_CHECKS,
    });

    api.connector.checks = [{ name: 'auth', ok: false, sentence: 'Refused.', code: 'auth.gorgias_refused' }];
    expect(await api.call('POST', `${GORGIAS}/test`)).toMatchObject({ status: 200, body: { ok: false } });
  });

  it('when a sync is started, it is accepted with its workflow id and only the given fields are passed on', async () => {
    const body = {
      type: 'full',
      resources: ['customers', 'customers'],
      since: '2024-01-01',
      batchSize: 30,
      dryRun: true,
    };
    const answer = await api.call('POST', `${GORGIAS}/sync`, body);
    const bare = await api.call('POST', `${GORGIAS}/sync`);

    expect(answer).toMatchObject({
      status: 202,
      body: { account: 'yourstore', workflowId: 'full-sync/yourstore', runId: 'run-1', ui: 'http://127.0.0.1:8233' },
    });
    expect(bare.status).toBe(202);
    expect(api.connector.asked.syncs).toEqual([
      { account: 'yourstore', resources: ['customers'], since: '2024-01-01', batchSize: 30, dryRun: true },
      { account: 'yourstore' },
    ]);
  });

  it('when an incremental sync is asked for, that one is started', async () => {
    const answer = await api.call('POST', `${GORGIAS}/sync`, { type: 'incremental' });

    expect(answer).toMatchObject({
      status: 202,
      body: { type: 'incremental', workflowId: 'incremental-sync/yourstore' },
    });
  });

  it('while a sync runs, another one is told which and since when, and refused with 409 when it will not wait', async () => {
    await api.store.runs.begin('yourstore', { runId: 'run-5', type: 'full', request: {} });
    api.connector.inTheWay = [
      { turn: 'joined', runId: 'run-5' },
      { turn: 'waiting', runId: 'run-6' },
      { turn: 'joined', runId: 'run-5' },
    ];

    const joined = await api.call('POST', `${GORGIAS}/sync`);
    const waiting = await api.call('POST', `${GORGIAS}/sync`, { dryRun: true });
    const refused = await api.call('POST', `${GORGIAS}/sync`, { wait: false });

    const known = await api.store.runs.find('yourstore', 'run-5');
    expect(joined).toMatchObject({
      status: 202,
      body: { turn: 'joined', runId: 'run-5', startedAt: known?.startedAt },
    });
    expect(waiting).toMatchObject({ status: 202, body: { turn: 'waiting', startedAt: '2026-11-20T10:00:00Z' } });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'conflict.already_running' } } });
    expect(api.connector.asked.syncs).toEqual([]);
  });

  it('while a sync runs, status shows the facts, the run and what is set aside', async () => {
    const progress = progressOf('reading customers: page 12', { expectedDetails: 80 });
    api.connector.states = [{ run: runState('running'), progress }];
    await api.store.quarantine.put('yourstore', [
      { kind: 'customer', key: '7', step: 'map', cause: 'no_email', held: true },
      { kind: 'customer', key: '8', step: 'map', cause: 'phone_invalid', detail: 'SMS', held: false },
    ]);
    await api.store.budget.take('yourstore', 'gorgias', { size: { capacity: 40, perSecond: 2 }, keep: 0 });
    for (const [subject, holds] of [
      ['import date', false],
      ['import text', true],
      ['empty date', false],
    ] as const)
      await api.store.brevoProofs.record('yourstore', subject, holds);

    const { status, body } = await api.call('GET', `${GORGIAS}/status`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      connected: true,
      state: 'connected',
      domain: 'yourstore.gorgias.com',
      lastSync: null,
      customersCount: 0,
      ticketsTracked: 0,
      csatResponses: 0,
      customersWithoutEmail: 0,
      contacts: { published: 0, due: 0, importing: 0 },
      lostInImports: ['date'],
      tags: {
        lookedForIn: ['tickets', 'shopify'],
        found: 0,
        lists: 2,
        sources: [
          { from: 'tickets', names: 0, records: 0 },
          { from: 'shopify', names: 0, records: 0 },
        ],
      },
      gone: { deleted: 0, merged: 0 },
      budget: { capacity: 40, perSecond: 2 },
      run: { runId: 'run-1', state: 'running', finishedAt: null },
      // A client of before `detailsLeft` takes no null.
      progress: { sentence: 'reading customers: page 12', toEnrich: 80, detailsLeft: null },
      temporalReachable: true,
    });
    expect(body.quarantine).toHaveLength(2);
    expect(body.budget.left).toBeGreaterThanOrEqual(39);
  });

  it('when a cause is named, quarantine lists its records only', async () => {
    const { body } = await api.call('GET', `${GORGIAS}/quarantine?cause=phone_invalid&limit=5`);

    expect(body.records).toEqual([
      expect.objectContaining({
        kind: 'customer',
        key: '8',
        cause: 'phone_invalid',
        detail: 'SMS',
        held: false,
        times: 1,
      }),
    ]);
  });

  it('when a run has completed, status and progress show its end and its totals', async () => {
    await api.store.runs.begin('yourstore', { runId: 'run-1', type: 'full', request: {} });
    await api.store.runs.finish('yourstore', 'run-1', {
      state: 'completed',
      totals: { requests: 12, published: 5, seconds: 9 },
    });
    api.connector.states = [{ run: runState('completed'), progress: progressOf('done', { state: 'completed' }) }];

    const status = await api.call('GET', `${GORGIAS}/status`);
    const progress = await api.call('GET', `${GORGIAS}/progress`);

    expect(status.body.lastSync).toBe(status.body.run.finishedAt);
    expect(status.body.progress).toBeNull();
    expect(progress.body.run).toMatchObject({
      state: 'completed',
      totals: { requests: 12, published: 5, seconds: 9, rows: 0 },
    });
  });

  it('while Temporal is away, status still tells what the store knows and says so', async () => {
    api.connector.failWith = new ConnectorError('temporal.unavailable', 'Temporal does not answer.');

    const status = await api.call('GET', `${GORGIAS}/status`);
    const sync = await api.call('POST', `${GORGIAS}/sync`);

    expect(status).toMatchObject({ status: 200, body: { temporalReachable: false, run: { state: 'completed' } } });
    expect(sync).toMatchObject({ status: 503, body: { error: { code: 'temporal.unavailable' } } });
    expect(sync.headers.get('retry-after')).toBe('5');
  });

  it('when the price is asked, the plan comes back as it is', async () => {
    expect(await api.call('POST', `${GORGIAS}/plan`)).toMatchObject({ status: 200, body: PLAN });
  });

  it('when paused and resumed, the connector is told the account', async () => {
    expect((await api.call('POST', `${GORGIAS}/pause`)).body).toMatchObject({ paused: true, changed: true });
    expect((await api.call('POST', `${GORGIAS}/resume`)).body).toMatchObject({ paused: false, changed: false });
    expect(api.connector.asked).toMatchObject({ pauses: ['yourstore'], resumes: ['yourstore'] });
  });

  it('when several accounts are installed, one has to be named, and a wrong name is answered with the right ones', async () => {
    await install(api, { domain: 'second.gorgias.com' });

    const unnamed = await api.call('POST', `${GORGIAS}/pause`);
    const wrong = await api.call('POST', `${GORGIAS}/pause?account=third`);
    const named = await api.call('POST', `${GORGIAS}/pause?account=second`);

    expect(unnamed.status).toBe(400);
    expect(unnamed.body.error).toMatchObject({ code: 'input.invalid', field: 'account' });
    expect(unnamed.body.error.message).toContain('second');
    expect(wrong).toMatchObject({ status: 404, body: { error: { code: 'input.unknown_account', field: 'account' } } });
    expect(named.body).toMatchObject({ account: 'second', paused: true });
  });
});
