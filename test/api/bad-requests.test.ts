import { request as rawRequest } from 'node:http';
import { API_KEY, INSTALL, install, startApi, type RunningApi } from './running-api';

const GORGIAS = '/v1/connectors/gorgias';
const BODY = { ...INSTALL };

describe('bad requests', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({ requestsPerSecond: 1000 });
    await install(api);
  });
  afterAll(() => api.close());

  const domains = [
    'evil.com/#', 'evil.com/?', 'a@evil.com/', 'evil.com:443/', 'evil.com\\', '127.0.0.1:7233/', '[::1]/', '..', '',
    'yourstore', 'YourStore.gorgias.com', 'yourstore.gorgias.com/x?', 'yourstore.gorgias.com\n', ' yourstore.gorgias.com',
    'https://yourstore.gorgias.com', 'a.b.gorgias.com', '-a.gorgias.com', `${'a'.repeat(64)}.gorgias.com`, 'gorgias.com',
  ]; // prettier-ignore

  it.each(domains)('when the domain is %j, install refuses it and names the field', async (domain) => {
    const { status, body } = await api.call('POST', `${GORGIAS}/install`, { ...BODY, domain });

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'input.invalid', field: 'domain' });
    expect(body.error.message).toContain('yourstore.gorgias.com');
  });

  const faults: [string, string, unknown, string][] = [
    ['install', 'email', { ...BODY, email: undefined }, 'Basic Auth'],
    ['install', 'email', { ...BODY, email: 'not an address' }, 'e-mail address'],
    ['install', 'apiKey', { ...BODY, apiKey: 'two words' }, 'without spaces'],
    ['install', 'apiKey', { ...BODY, apiKey: 12 }, 'is missing'],
    ['install', 'brevoApiKey', { ...BODY, brevoApiKey: 'line\nbreak' }, 'without spaces'],
    ['install', 'password', { ...BODY, password: 'x' }, 'not a known field'],
    ['sync', 'type', { type: 'partial' }, 'full or incremental'],
    ['sync', 'resources[0]', { resources: ['orders'] }, 'satisfaction_surveys'],
    ['sync', 'resources', { resources: [] }, 'customers'],
    ['sync', 'since', { since: '2024-02-31' }, '2024-01-01'],
    ['sync', 'since', { since: '01/02/2024' }, '2024-01-01'],
    ['sync', 'since', { since: '2999-01-01' }, 'future'],
    ['sync', 'batchSize', { batchSize: 0 }, '1 to 100'],
    ['sync', 'batchSize', { batchSize: 101 }, '1 to 100'],
    ['sync', 'batchSize', { batchSize: 1.5 }, '1 to 100'],
    ['sync', 'batchSize', { batchSize: '30' }, '1 to 100'],
    ['sync', 'dryRun', { dryRun: 'yes' }, 'true or false'],
    ['pause', 'now', { now: true }, 'not a known field'],
    [
      'events',
      'type',
      { type: 'ticket.close', payload: { ticketId: 1 } },
      'No event is called ticket.close: the nearest is ticket.closed',
    ],
    [
      'campaigns/trigger',
      'params.a',
      { name: 'x', email: null, params: { a: { b: 1 } } },
      'params.a must be a text, a number, a boolean or a list',
    ],
  ];
  it.each(faults)('%s with a wrong %s answers 400 and names it: %j', async (verb, field, body, words) => {
    const answer = await api.call('POST', `${GORGIAS}/${verb}`, body);

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: 'input.invalid', field });
    expect(answer.body.error.message).toContain(words);
    expect(api.connector.asked.syncs).toEqual([]);
  });

  const queries = ['account=a&account=b', 'limit=0', 'limit=1001', 'limit=x', 'cause=a&cause=b', 'unknown=1'];
  it.each(queries)('when the query is %s, it is refused', async (query) => {
    expect((await api.call('GET', `${GORGIAS}/quarantine?${query}`)).body.error.code).toBe('input.invalid');
  });

  it('when the list of ended tickets is asked for by a rule that there is not, the nearest is named', async () => {
    const { body } = await api.call('GET', `${GORGIAS}/campaigns/funnel/tickets?rule=not_blocklistd`);
    expect(body.error).toMatchObject({ code: 'input.invalid', field: 'rule' });
    expect(body.error.message).toContain('not_blocklisted');
  });

  const bodies: [string, string, number, string][] = [
    ['{"type":', 'application/json', 400, 'input.invalid'],
    ['"text"', 'application/json', 400, 'input.invalid'],
    ['[1]', 'application/json', 400, 'input.invalid'],
    ['type=full', 'application/x-www-form-urlencoded', 415, 'http.unsupported_media_type'],
    ['{}', 'text/plain', 415, 'http.unsupported_media_type'],
    [`{"type":"${'x'.repeat(300_000)}"}`, 'application/json', 413, 'http.body_too_large'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'application/json', 400, 'input.invalid'],
    ['{"__proto__":{"type":"full"}}', 'application/json', 400, 'input.invalid'],
  ];
  it.each(bodies)('when the body is %.20s as %s, the answer is %d', async (body, type, status, code) => {
    const answer = await api.call('POST', `${GORGIAS}/sync`, body, { 'content-type': type });

    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe(code);
  });

  it('when a body is compressed, it is refused instead of being unpacked', async () => {
    const answer = await api.call('POST', `${GORGIAS}/sync`, '{}', { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 415, body: { error: { code: 'http.unsupported_media_type' } } });
  });

  it('when the path or the method is unknown, the answer is JSON with 404 or 405', async () => {
    const unknown = await api.call('GET', '/v1/connectors/zendesk/status');
    const outside = await api.call('GET', '/admin');
    const broken = await api.call('GET', '/%E0%A4%A');
    const wrong = await api.call('DELETE', `${GORGIAS}/status`);
    const slash = await api.call('GET', `${GORGIAS}/status/`);

    for (const answer of [unknown, outside, slash])
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'http.not_found' } } });
    expect([400, 404]).toContain(broken.status);
    expect(wrong).toMatchObject({ status: 405, body: { error: { code: 'http.method_not_allowed' } } });
    expect(wrong.headers.get('allow')).toBe('GET');
  });

  const keys = [
    '',
    'Bearer',
    'Bearer wrong',
    `Basic ${API_KEY}`,
    `Bearer ${API_KEY}x`,
    `Bearer ${API_KEY} ${API_KEY}`,
    API_KEY,
  ];
  it.each(keys)(
    'when the authorization is %j, the answer is 401 for known and unknown paths alike',
    async (authorization) => {
      for (const path of ['/v1/connectors', '/v1/nothing']) {
        const { status, body, headers } = await api.call('GET', path, undefined, { authorization });

        expect(status).toBe(401);
        expect(body.error.code).toBe('auth.tajo_refused');
        expect(headers.get('www-authenticate')).toBe('Bearer');
      }
    },
  );

  it('when the authorization header comes twice, the request is refused', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = rawRequest(`${api.url}/v1/connectors`, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.setHeader('authorization', [`Bearer ${API_KEY}`, 'Bearer other']);
      sent.once('error', reject).end();
    });
    expect(status).toBe(401);
  });

  it('when an address tries many wrong keys, it gets 429, while the right key still passes', async () => {
    const tries = await Promise.all(
      Array.from({ length: 40 }, () => api.call('GET', '/v1/connectors', undefined, { authorization: 'Bearer wrong' })),
    );

    expect(tries.at(-1)).toMatchObject({ status: 429, body: { error: { code: 'http.too_many_requests' } } });
    expect((await api.call('GET', '/v1/connectors')).status).toBe(200);
  });

  it('when something breaks inside, the caller gets a bland 500 and the log neither person nor secret', async () => {
    api.connector.failWith = new Error('canary-person@yourstore.com could not be read with canary-gorgias-key-1');
    const { status, body } = await api.call('POST', `${GORGIAS}/plan`);
    api.connector.failWith = null;

    expect(status).toBe(500);
    expect(body).toEqual({
      error: { code: 'bug', message: 'Something went wrong inside the connector; its log says more.' },
    });
    expect(api.logged.some((line) => line.includes('"api.bug"') && line.includes('bad-requests.test'))).toBe(true);
    expect(api.logged.join('')).not.toContain('canary');
  });

  it('what is given twice in the address, or is not known there, is refused by its name', async () => {
    const twice = await api.call('GET', `${GORGIAS}/campaigns?limit=1&limit=2`);
    const unknown = await api.call('GET', '/v1/changes?after=zz');

    expect(twice.body.error).toMatchObject({
      code: 'input.invalid',
      message: 'limit must be given once.',
      field: 'limit',
    });
    expect(unknown.body.error).toMatchObject({ code: 'input.invalid', message: 'after is not a known field.' });
  });

  it('an account that is not there is no reason to install one: the nearest is named, and the step travels with the error', async () => {
    const { body } = await api.call('GET', `${GORGIAS}/status?account=YourStroe`);

    expect(body.error).toMatchObject({
      code: 'input.unknown_account',
      nextStep: expect.stringContaining('the nearest is yourstore'),
    });
  });
});
