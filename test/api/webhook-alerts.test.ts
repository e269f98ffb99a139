import { startApi as startRealApi } from '../../src/api';
import { statusLines } from '../../packages/sdk/cli/output/status';
import { createPaint } from '../../packages/sdk/cli/paint';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { ticket } from '../store/records';
import { openTestStore, testKeyring } from '../store/stores';
import { testConfig } from '../support/connector';
import { knock, SECRET } from '../webhooks/send-webhook';
import { eventually } from '../support/eventually';
import { API_KEY, INSTALL, install, startApi, type RunningApi } from './running-api';
import { timestampOf, type Timestamp } from '../../src/domain/timestamp';

const AN_HOUR_MS = 3_600_000;

const alertCount = (logged: readonly string[], event: string): number =>
  logged.filter((line) => line.includes(`"event":"${event}"`)).length;
/** Addresses of this machine to come from, since wrong secrets are limited by address. */
const address = (index: number): string => `127.0.8.${String(index + 1)}`;

describe('webhooks that are refused', () => {
  let api: RunningApi;
  const status = async () => (await api.call('GET', '/v1/connectors/gorgias/status')).body;
  const doctor = async () =>
    (await api.call('GET', '/v1/doctor')).body.checks.filter(({ name }: { name: string }) =>
      name.startsWith('webhooks'),
    );
  const refused = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => knock(api.url, { secret: 'wrong', from: address(index) })));

  beforeAll(async () => {
    api = await startApi({ webhookSecrets: [SECRET], webhooksPerSecond: 1_000, requestsPerSecond: 1_000 });
    await install(api);
  });
  afterAll(() => api.close());

  it('when ten in a row are, the log tells it once, status and doctor say what to do, and the next accepted one ends it', async () => {
    await knock(api.url);
    await eventually(async () => (await status()).webhooks.lastAcceptedAt !== null);
    await api.store.db.query(`update webhook_health set accepted_at = accepted_at - interval '6 minutes'`);
    await refused(9);
    await knock(api.url, { secret: 'wrong', path: '/webhooks/gorgias/stranger' });
    expect(await status()).toMatchObject({ webhooks: { trouble: null } });
    expect(await doctor()).toEqual([]);

    await refused(3);
    await eventually(() => alertCount(api.logged, 'webhooks.failing') > 0);
    await refused(2);
    await eventually(async () => (await status()).webhooks.trouble.sentence.includes('The last 14 webhooks'));
    const { trouble } = (await status()).webhooks;
    const metrics = (await api.call('GET', '/metrics')).body;

    expect(trouble).toMatchObject({ kind: 'failing', nextStep: expect.stringContaining('GORGIAS_WEBHOOK_SECRET') });
    expect(await doctor()).toMatchObject([
      { name: 'webhooks.yourstore', ok: false, sentence: `yourstore: ${trouble.sentence}` },
    ]);
    expect(metrics).toContain('tajo_webhook_trouble{account="yourstore",kind="failing"} 1');
    expect(alertCount(api.logged, 'webhooks.failing')).toBe(1);
    const shown = statusLines(await status(), { paint: createPaint(false), now: Date.now() });
    expect(shown.join('\n')).toMatch(/Webhooks +The last 14 webhooks were refused/);
    expect(shown.filter((line) => line.length > 80)).toEqual([]);

    await knock(api.url);
    await eventually(() => alertCount(api.logged, 'webhooks.recovered') > 0);
    expect((await status()).webhooks.trouble).toBeNull();
    expect(await doctor()).toEqual([]);
    expect((await api.call('GET', '/metrics')).body).toContain('kind="failing"} 0');
  });
});

describe('webhooks that do not come', () => {
  it('when tickets change for an hour, one of several processes tells it, once; after the next webhook it is over', async () => {
    const opened = await openTestStore();
    const { store } = opened;
    const closing: (() => Promise<unknown>)[] = [() => opened.close()];
    const logged: string[] = [];
    try {
      const { apiKey: gorgiasApiKey, ...keys } = INSTALL;
      await store.accounts.save({ account: 'yourstore', ...keys, gorgiasApiKey });
      await store.webhookHealth.record('yourstore', { accepted: true, refusals: 0, status: null });
      const ago = (hours: number): Timestamp => timestampOf(Date.now() - hours * AN_HOUR_MS);
      await store.db.query('update webhook_health set accepted_at = $1::timestamptz', [ago(5)]);
      const rows = [1, 2, 3].map((id) => ticket(id, { updatedAt: ago(2) }));
      await store.facts.storeTickets('yourstore', [...rows, ticket(4, { updatedAt: ago(6) })], null);
      const start = async () => {
        const server = await startRealApi({
          ...{ store, keyring: testKeyring(), config: testConfig(), metrics: createMetrics() },
          log: createLog({ level: 'info', json: true, destination: { write: (line) => logged.push(line) } }),
          ...{ apiKey: API_KEY, webhookSecrets: [SECRET], host: '127.0.0.1', port: 0, orNext: false },
          ...{ temporalAddress: '127.0.0.1:1', uiUrl: null, proxies: {} },
        });
        closing.push(() => server.close(0));
        return server;
      };
      const [first] = [await start(), await start()];
      const metricsSay = async (text: string) => (await (await fetch(`${first.url}/metrics`)).text()).includes(text);

      await eventually(() => metricsSay('tajo_webhook_trouble{account="yourstore",kind="silent"} 1'));
      await eventually(() => alertCount(logged, 'webhooks.silent') > 0);
      expect(await store.webhookHealth.read('yourstore')).toMatchObject({ unheard: 3, told: 'silent' });

      await knock(first.url, { body: '{"hello":"nobody"}' });
      await eventually(() => alertCount(logged, 'webhooks.recovered') > 0);
      expect(await metricsSay('tajo_webhook_trouble{account="yourstore",kind="silent"} 0')).toBe(true);
      expect(alertCount(logged, 'webhooks.silent')).toBe(1);
      await store.webhookHealth.forget('yourstore');
      expect(await store.webhookHealth.read('yourstore')).toMatchObject({ acceptedAt: null, told: null });
    } finally {
      for (const one of closing.reverse()) await one();
    }
  });
});
