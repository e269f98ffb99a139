import { readFileSync } from 'node:fs';
import { createCallObserver } from '../../src/activities/observe-calls';
import { createVendors, type VendorOptions, type Vendors } from '../../src/activities/vendor-clients';
import { parseConfig } from '../../src/config/parse-config';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { type ScriptedServer, startScriptedServer } from '../http/scripted-server';
import { openTestStore, type OpenedStore } from '../store/stores';
import { testConfig } from '../support/connector';

const SECRETS = [
  'canary-person@yourstore.com',
  'canary-gorgias-key',
  'xkeysib-canary',
  'canary-answer',
  'canary-buyer',
];

describe('debug mode', () => {
  let opened: OpenedStore;
  let server: ScriptedServer;
  const open = (over: Pick<VendorOptions, 'configOf' | 'onCall' | 'log'>): Vendors =>
    createVendors({
      ...{ store: opened.store, gorgiasBaseUrl: server.origin, brevoBaseUrl: `${server.origin}/v3` },
      ...over,
    });
  beforeAll(async () => {
    [opened, server] = await Promise.all([openTestStore(), startScriptedServer()]);
    await opened.store.accounts.save({
      ...{ account: 'yourstore', domain: 'yourstore.gorgias.com', email: 'canary-person@yourstore.com' },
      ...{ gorgiasApiKey: 'canary-gorgias-key', brevoApiKey: 'xkeysib-canary' },
    });
    await meetBrevo();
  });
  afterAll(() => Promise.all([server.close(), opened.close()]));

  /** The first call with a key asks whose account it is; those that follow do not (design D17). */
  async function meetBrevo(): Promise<void> {
    const silent = (): undefined => undefined;
    const log = { info: silent, warn: silent, error: silent };
    const vendors = open({ configOf: () => testConfig(), onCall: silent, log });
    server.answers({ json: { email: 'canary-person@yourstore.com', plan: [] } }, { json: { lists: [], count: 0 } });
    await vendors.brevo('yourstore').listLists({ limit: 1, offset: 0 });
    await vendors.close();
    expect(server.journal.map(({ path }) => path)).toEqual(['/v3/account', '/v3/contacts/lists']);
  }

  /** Calls of both vendors with this configuration; answers the log. */
  async function callsLogged(lines: string): Promise<Record<string, unknown>[]> {
    const example = readFileSync('tajo.example.yaml', 'utf8').replace(
      /\n {4}(?:debug|log_level|log_api_calls): .*/g,
      '',
    );
    const { config } = parseConfig(example + lines, 'tajo.yaml', {});
    const logged: string[] = [];
    const destination = { write: (line: string) => logged.push(line) };
    const log = createLog({ level: config.logLevel, json: true, debug: config.debug, destination });
    const observer = createCallObserver({ log, metrics: createMetrics(), logApiCalls: config.logApiCalls });
    const vendors = open({ configOf: () => config, onCall: (call) => observer.onCall(call), log });
    try {
      server.answers(
        { headers: { 'x-request-id': 'req-g', 'x-gorgias-account-api-call-limit': '9/40' }, json: 'canary-answer' },
        {
          ...{ status: 404, json: { code: 'document_not_found', message: 'canary-answer' } },
          headers: { 'sib-request-id': 'req-b', 'x-sib-ratelimit-limit': '10', 'x-sib-ratelimit-remaining': '7' },
        },
      );
      await vendors
        .gorgias('yourstore', 'live')
        .getCustomer(7)
        .catch(() => undefined);
      await vendors
        .brevo('yourstore')
        .updateContact('canary-buyer@example.com', {})
        .catch(() => undefined);
      expect(observer.clockAheadMs('gorgias')).not.toBeNull();
    } finally {
      await vendors.close();
    }
    for (const secret of SECRETS) expect(logged.join('')).not.toContain(secret);
    return logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'vendor.call');
  }

  it.each(['    debug: true\n', '    log_level: verbose\n', '    log_api_calls: true\n'])(
    'with %j, each call is a line with route, status, time, what is left and the request id, without a secret or a person',
    async (lines) => {
      const ms = expect.any(Number);
      expect(await callsLogged(lines)).toMatchObject([
        {
          ...{ vendor: 'gorgias', method: 'GET', path: '/customers/{id}', status: 200, ms },
          ...{ budgetLeft: 31, requestId: 'req-g' },
        },
        {
          vendor: 'brevo',
          method: 'PUT',
          path: '/contacts/{email}',
          status: 404,
          ms,
          budgetLeft: 7,
          requestId: 'req-b',
        },
      ]);
    },
  );

  it.each(['', '    log_level: debug\n'])('with %j, calls are not logged', async (lines) => {
    expect(await callsLogged(lines)).toEqual([]);
  });
});
