import { ConnectorError } from '../../src/domain/errors/connector-error';
import { createTransport, type HttpCall, type TransportOptions } from '../../src/http/transport';
import { type HttpRequest } from '../../src/http/types';
import { caught } from './caught';
import { startRawServer } from './raw-server';
import { type ScriptedServer, startScriptedServer } from './scripted-server';

const get: HttpRequest = { method: 'GET', path: '/tickets/7', group: 'gorgias', route: '/tickets/{id}' };

let server: ScriptedServer;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => (server = await startScriptedServer()));
beforeEach(() => void (server.journal.length = 0));
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});
afterAll(() => server.close());

function transportTo(options: Partial<TransportOptions> = {}) {
  const transport = createTransport({
    vendor: 'gorgias',
    origin: `${server.origin}/api`,
    headers: () => Promise.resolve({ authorization: 'Basic made-up' }),
    ...options,
  });
  open.push(transport.close);
  return transport;
}

describe('Given an answer,', () => {
  it('status, headers and text are handed on as they are', async () => {
    server.answers({ status: 418, headers: { 'X-Made-Up': 'yes' }, text: 'short and stout' });

    const answer = await transportTo()(get);

    expect(answer).toMatchObject({ status: 418, text: 'short and stout', headers: { 'x-made-up': 'yes' } });
    expect(answer.ms).toBeGreaterThan(0);
  });

  it('a repeated header is joined by a comma', async () => {
    const raw = await startRawServer(
      (socket) => void socket.end('HTTP/1.1 204 No Content\r\nx-a: 1\r\nx-a: 2\r\n\r\n'),
    );
    open.push(raw.close);

    const answer = await transportTo({ origin: raw.origin })(get);

    expect(answer.headers['x-a']).toBe('1, 2');
  });

  it.each([301, 302, 307, 308])('a redirect with status %d is handed on and not followed', async (status) => {
    server.answers({ status, headers: { location: `${server.origin}/elsewhere` } });

    const answer = await transportTo()(get);

    expect(answer.status).toBe(status);
    expect(server.journal).toHaveLength(1);
  });

  it.each([429, 500, 503])('a status %d is handed on and not tried again', async (status) => {
    server.answers({ status });

    await transportTo()(get);

    expect(server.journal).toHaveLength(1);
  });

  it('the observer learns route, status, time, request id, what is left and the clock, nothing of address or credentials', async () => {
    const calls: HttpCall[] = [];
    const date = new Date(Date.now() + 90_000).toUTCString();
    server.answers({ headers: { 'x-request-id': 'req-1', 'x-left': '31', date } });
    const budgetLeft: TransportOptions['budgetLeft'] = (headers) => Number(headers['x-left']);

    const transport = transportTo({ onCall: (call) => calls.push(call), budgetLeft });
    await transport({ ...get, query: { email: 'ada@example.com' } });

    expect(calls).toEqual([
      {
        vendor: 'gorgias',
        method: 'GET',
        route: '/tickets/{id}',
        status: 200,
        code: null,
        ms: expect.any(Number),
        requestId: 'req-1',
        budgetLeft: 31,
        clockAheadMs: expect.any(Number),
      },
    ]);
    expect(Math.round((calls[0]?.clockAheadMs ?? 0) / 60_000)).toBeGreaterThanOrEqual(1);
  });
});

describe('Given a request,', () => {
  it('the path is put below the base, lists repeat their key and comparators keep their brackets', async () => {
    server.answers({});

    await transportTo({ origin: `${server.origin}/api/` })({
      ...get,
      path: '/events',
      query: {
        types: ['ticket-closed', 'macro applied+'],
        'created_datetime[gte]': '2026-01-01',
        cursor: undefined,
        limit: 100,
      },
    });

    const [entry] = server.journal;
    expect(entry?.path).toBe('/api/events');
    expect([...(entry?.query ?? [])]).toEqual([
      ['types', 'ticket-closed'],
      ['types', 'macro applied+'],
      ['created_datetime[gte]', '2026-01-01'],
      ['limit', '100'],
    ]);
  });

  it('with a body, it is sent as JSON; without one, no content type is claimed', async () => {
    server.answers({}, {});
    const transport = transportTo();

    await transport({ ...get, method: 'PUT', body: { name: 'Zoë' } });
    await transport(get);

    expect(server.journal[0]).toMatchObject({ body: { name: 'Zoë' }, headers: { 'content-type': 'application/json' } });
    expect(server.journal[1]?.headers['content-type']).toBeUndefined();
  });

  it('credentials are asked for each time, so a rotated key counts from the next request on', async () => {
    const keys = ['old', 'new'];
    server.answers({}, {});
    const transport = transportTo({ headers: () => Promise.resolve({ authorization: keys.shift() ?? '' }) });

    await transport(get);
    await transport(get);

    expect(server.journal.map((entry) => entry.headers.authorization)).toEqual(['old', 'new']);
  });

  it('an error of the credentials store is passed through untouched and nothing is sent', async () => {
    const failure = new ConnectorError('store.unavailable', 'made up');

    await expect(transportTo({ headers: () => Promise.reject(failure) })(get)).rejects.toBe(failure);
    expect(server.journal).toHaveLength(0);
  });

  it('credentials that no header can hold are a bug, whose text does not show them', async () => {
    const transport = transportTo({ headers: () => Promise.resolve({ authorization: 'sesame\nx: y' }) });

    const error = await caught(transport(get));

    expect(error.code).toBe('bug');
    expect(error.message).not.toContain('sesame');
  });

  it.each([
    '/../admin',
    '/a/../../b',
    '/%2e%2e/admin',
    '/x?y=1',
    '/x#y',
    '@evil.example/',
    '.evil.example/',
    '/a\\b',
    '/a\tb',
  ])('the path %j does not leave the base: it is refused before anything is sent', async (path) => {
    const error = await caught(transportTo()({ ...get, path }));

    expect(error.code).toBe('bug');
    expect(server.journal).toHaveLength(0);
  });
});

describe('When the caller gives up,', () => {
  it('before the call, nothing is sent and the caller gets its own reason back', async () => {
    const reason = new Error('cancelled by the user');

    await expect(transportTo()(get, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.journal).toHaveLength(0);
  });

  it('during the call, it ends at once with the reason, and the observer sees no vendor fault', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the user');
    const calls: HttpCall[] = [];
    const raw = await startRawServer(() => controller.abort(reason));
    open.push(raw.close);

    const startedAt = performance.now();
    const call = transportTo({ origin: raw.origin, onCall: (seen) => calls.push(seen) })(get, controller.signal);

    await expect(call).rejects.toBe(reason);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(calls).toMatchObject([{ status: null, code: null }]);
  });
});

describe('Given a base address,', () => {
  it.each([
    'http://example.com/api',
    'http://127.0.0.1.example.com',
    'ftp://127.0.0.1',
    'https://user:secret@example.com',
    'https://example.com/?a=b',
    'https://example.com/#a',
    'example.com',
    '',
  ])('%j is refused by the name of its setting, without being repeated', (origin) => {
    const create = () => createTransport({ vendor: 'gorgias', origin, headers: () => Promise.resolve({}) });

    expect(create).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: { field: 'GORGIAS_BASE_URL' } }) as Error,
    );
    expect(create).not.toThrow(/secret/);
  });

  it.each([
    'http://127.0.0.1:1',
    'http://localhost:1',
    'http://[::1]:1',
    'http://127.8.9.10',
    'http://0x7f.1/',
    'https://example.com/v3',
  ])('%j is accepted', async (origin) => {
    const transport = createTransport({ vendor: 'brevo', origin, headers: () => Promise.resolve({}) });

    await expect(transport.close()).resolves.toBeUndefined();
  });
});
