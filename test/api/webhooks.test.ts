import { createApp } from '../../src/api/app';
import { listen } from '../../src/api/server';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { knock, type Knock, SECRET } from '../webhooks/send-webhook';
import { API_KEY, install, startApi, type RunningApi } from './running-api';

const NEWER = 'canary-webhook-secret-2aaaaaaaaaaaaaaaa';
const LARGE = 'x'.repeat(300_000);

describe('the webhook door', () => {
  let api: RunningApi;
  /** Each of its own address, because wrong secrets are limited by address. */
  let address = 1;
  const send = (over: Knock = {}) => {
    address += 1;
    return knock(api.url, { from: `127.0.${address >> 8}.${address & 255}`, ...over });
  };
  const handed = () => api.connector.asked.ticketEvents.splice(0);
  const code = (answer: { readonly text: string }): unknown => JSON.parse(answer.text).error.code;

  beforeAll(async () => {
    api = await startApi({ webhookSecrets: [SECRET, NEWER], webhooksPerSecond: 25 });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.connector.failWith = null;
    handed();
  });

  it('when nothing is installed yet, it says so, and only to who knows the secret', async () => {
    expect(await send({ path: '/webhooks/gorgias' })).toMatchObject({ status: 404, text: /No Gorgias account/ });
    expect((await send({ secret: 'wrong' })).status).toBe(401);
    await install(api);
  });

  it('when a webhook is accepted, the ticket has been handed over and the answer says so', async () => {
    const answer = await send({ body: '{"ticket_id":"123","trigger":"ticket-created","customer":{"email":"a@b.c"}}' });

    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.text)).toEqual({ accepted: true, ticketId: 123 });
    expect(handed()).toEqual([
      { account: 'yourstore', ticketId: 123, hint: { source: 'webhook', trigger: 'ticket-created' } },
    ]);
  });

  it('while a secret is changed, the old and the new one are valid, and nothing else is', async () => {
    const given: [NonNullable<Knock['secret']> | null, number][] = [
      [SECRET, 202],
      [NEWER, 202],
      [`${SECRET},${NEWER}`, 401],
      [[SECRET, SECRET], 401],
      [[SECRET, 'other'], 401],
      [SECRET.slice(0, -1), 401],
      [`${SECRET}x`, 401],
      [SECRET.toUpperCase(), 401],
      ['', 401],
      [null, 401],
    ];
    for (const [secret, status] of given)
      expect({ secret, status: (await send({ secret })).status }).toEqual({ secret, status });
    expect(handed()).toHaveLength(2);
  });

  it('when the secret is wrong, the answer is the same for every account and body', async () => {
    const paths = ['/webhooks/gorgias', '/webhooks/gorgias/yourstore', '/webhooks/gorgias/stranger'];
    const answers = await Promise.all(paths.map((path) => send({ path, secret: 'wrong', body: '{"ticket_id":' })));

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401 });
    expect(code(answers[0]!)).toBe('http.wrong_secret');
    expect(answers[0]!.headers).not.toHaveProperty('www-authenticate');
  });

  /** Everything wrong at once; each row mends what was refused before. */
  const mended: [number, string, Knock][] = [
    [
      404,
      'the path',
      { path: '/webhooks/zendesk', method: 'PUT', secret: null, headers: { 'content-type': 'application/xml' } },
    ],
    [405, 'the method', { method: 'PUT', secret: null, body: LARGE, headers: { 'content-type': 'application/xml' } }],
    [415, 'the content type', { secret: null, body: LARGE, headers: { 'content-type': 'application/xml' } }],
    [413, 'the length', { secret: null, body: LARGE }],
    [401, 'the secret', { secret: null, path: '/webhooks/gorgias/stranger', body: '{' }],
    [404, 'the account', { path: '/webhooks/gorgias/stranger', body: '{' }],
    [202, 'nothing', { body: '{' }],
  ];
  it.each(mended)('checks cheap things before dear ones: %d for %s', async (status, _first, over) => {
    expect((await send(over)).status).toBe(status);
    expect(handed()).toEqual([]);
  });

  it('when a body is compressed, of another type or too large in pieces, it is refused unread', async () => {
    const chunked = { 'transfer-encoding': 'chunked' };
    const zipped = await send({ headers: { 'content-encoding': 'gzip' } });
    const large = await send({ body: LARGE, headers: chunked });
    const fitting = await send({ headers: chunked });
    const json = await send({ headers: { 'content-type': 'application/vnd.api+json; charset=utf-8' } });

    expect([zipped, large, fitting, json].map(({ status }) => status)).toEqual([415, 413, 202, 202]);
  });

  it('when the address ends with a slash, or JSON comes as plain text, it is accepted like any other', async () => {
    const plain = { 'content-type': 'text/plain; charset=utf-8' };
    const answers = [
      await send({ path: '/webhooks/gorgias/' }),
      await send({ path: '/webhooks/gorgias/yourstore/' }),
      await send({ body: '{"ticket_id": 124}', headers: plain }),
      await send({ body: 'a sentence', headers: plain }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(handed().map(({ ticketId }) => ticketId)).toEqual([123, 123, 124]);
  });

  it('when a body cannot be acted on, the answer is 202 all the same, and it is counted and told without a person', async () => {
    const bodies = [
      '',
      'null',
      '{"hello":"canary-person@yourstore.com"}',
      '{"ticket_id":"None"}',
      '<html>canary</html>',
    ];
    for (const body of bodies) {
      const answer = await send({ body });
      expect(answer.status).toBe(202);
      expect(JSON.parse(answer.text)).toMatchObject({ accepted: false });
    }
    const { body: metrics } = await api.call('GET', '/metrics');

    expect(handed()).toEqual([]);
    expect(metrics).toMatch(/tajo_webhooks_total\{account="yourstore",outcome="no_ticket"\} \d/);
    expect(metrics).toMatch(/tajo_webhooks_total\{account="yourstore",outcome="not_readable"\} \d/);
    expect(metrics).toMatch(/tajo_webhooks_total\{account="yourstore",outcome="accepted"\} \d/);
    expect(metrics).toMatch(/tajo_webhooks_total\{account="none",outcome="wrong_secret"\} \d/);
    expect(api.logged.join('')).toContain('"webhook.ignored"');
    expect([...api.logged, String(metrics)].join('')).not.toContain('canary');
  });

  it('when it comes as a form, or its trigger is unknown, the ticket is found', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await send({ body: 'ticket_id=7&trigger=never-heard-of', headers: form });
    expect(handed()).toEqual([
      { account: 'yourstore', ticketId: 7, hint: { source: 'webhook', trigger: 'never-heard-of' } },
    ]);
  });

  it('while Temporal does not accept, the answer is 503 with the time to try again', async () => {
    api.connector.failWith = new ConnectorError('temporal.unavailable', 'The Temporal server does not answer');
    const answer = await send();

    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(code(answer)).toBe('temporal.unavailable');
    expect((await send({ body: '{}' })).status).toBe(202);
  });

  it('when an address tries many wrong secrets, it gets 429, while the right one still passes', async () => {
    const from = '127.0.9.1';
    const tries = await Promise.all(Array.from({ length: 40 }, () => send({ from, secret: 'wrong' })));

    expect(tries.filter(({ status }) => status === 401)).toHaveLength(20);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(20);
    expect((await send({ from })).status).toBe(202);
  });

  it('when an address sends more than its burst, the rest is refused before its body is read', async () => {
    const from = '127.0.9.2';
    const body = '{"ticket_id":5}';
    const answers = await Promise.all(Array.from({ length: 500 }, () => send({ from, body })));
    const refused = answers.filter(({ status }) => status === 429);
    const accepted = answers.filter(({ status }) => status === 202);

    expect(refused.length + accepted.length).toBe(500);
    expect(refused.length).toBeGreaterThanOrEqual(100);
    expect(refused[0]!.headers['retry-after']).toBe('5');
    expect(handed()).toHaveLength(accepted.length);
    expect((await send()).status).toBe(202);
  });

  it('when several accounts are installed, the address has to name one, by subdomain or domain', async () => {
    await install(api, { domain: 'second.gorgias.com' });
    const unnamed = await send({ path: '/webhooks/gorgias' });
    const named = await send({ path: '/webhooks/gorgias/second.gorgias.com' });

    expect(unnamed.status).toBe(404);
    expect(unnamed.text).toContain('/webhooks/gorgias/{account}');
    expect(unnamed.text).toContain('second, yourstore');
    expect(named.status).toBe(202);
    expect(handed()).toMatchObject([{ account: 'second' }]);
  });

  it('while the store is away, accounts that were known are still served', async () => {
    const list = api.store.accounts.list.bind(api.store.accounts);
    Object.assign(api.store.accounts, { list: () => Promise.reject(new ConnectorError('store.unavailable', 'away')) });
    const answers = [await send(), await send({ path: '/webhooks/gorgias/stranger' })];
    Object.assign(api.store.accounts, { list });

    expect(answers.map(({ status }) => status)).toEqual([202, 404]);
  });

  it('without a secret accepts nothing and says which setting is missing', async () => {
    const { store, connector } = api;
    const shut = createApp({
      ...{ store, connector, log: createLog({ level: 'error', json: true }), metrics: createMetrics() },
      ...{ apiKey: API_KEY, uiUrl: null, readiness: () => Promise.resolve({ temporal: true, store: true }) },
    });
    const server = await listen(shut, { port: 0, host: '127.0.0.1' });
    try {
      for (const secret of [SECRET, '', null]) {
        const { status, text } = await knock(server.url, { secret });
        expect(status).toBe(503);
        expect(text).toContain('GORGIAS_WEBHOOK_SECRET is not set');
      }
      expect(handed()).toEqual([]);
    } finally {
      await server.close(0);
    }
  });
});
