import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { CALLS } from '../../packages/sdk/contract/calls';
import { readSession, signIn, signOut, watchChanges } from '../../packages/sdk/contract/session';
import { askReadiness } from '../../src/api/readiness';
import { listen } from '../../src/api/server';
import { API_KEY, startApi, type Json, type RunningApi } from './running-api';

describe('the operational routes', () => {
  let api: RunningApi;
  const answers = (answer: boolean) => () => Promise.resolve(answer);
  const hangs = () => new Promise<boolean>(() => undefined);
  const fails = () => Promise.reject(new Error('no'));
  let ready = { temporal: answers(true), store: answers(true) };
  beforeAll(async () => {
    api = await startApi({
      requestsPerSecond: 5,
      readiness: () => askReadiness(ready, 50),
    });
  });
  afterAll(() => api.close());

  it('when the process is alive, /healthz says ok without a key', async () => {
    const { status, body } = await api.call('GET', '/healthz', undefined, { authorization: '' });
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('when Temporal or the store is away, or the question itself fails, /readyz is 503 and says which', async () => {
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200, body: { temporal: true, store: true } });

    ready = { temporal: answers(false), store: answers(true) };
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 503, body: { temporal: false, store: true } });

    ready = { temporal: fails, store: fails };
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 503, body: { temporal: false, store: false } });
  });

  it('when the store alone hangs, nobody says that Temporal does, and /metrics answers without asking it for figures', async () => {
    ready = { temporal: answers(true), store: hangs };
    const list = jest.spyOn(api.store.accounts, 'list').mockReturnValue(new Promise(() => undefined));

    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 503, body: { temporal: true, store: false } });
    const { body: metrics } = await api.call('GET', '/metrics');
    expect(metrics).toContain('tajo_ready{part="temporal"} 1');
    expect(metrics).toContain('tajo_ready{part="store"} 0');
    const { checks } = (await api.call('GET', '/v1/doctor')).body;
    const wrong = checks.filter(({ ok }: { ok: boolean }) => !ok).map(({ name }: { name: string }) => name);
    expect(wrong).toEqual(['store']);
    list.mockRestore();
  });

  it('when requests were served, /metrics counts them by route and status, and unknown paths make one label', async () => {
    await api.call('GET', '/nothing/at/all');
    await api.call('GET', '/nothing/else');

    const { body, headers } = await api.call('GET', '/metrics');

    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(body).toContain('tajo_api_request_seconds_count{method="GET",route="unmatched",status="404"} 2');
    expect(body).not.toContain('nothing');
  });

  it('when anything is answered, it carries the security headers, an id and no trace of the framework', async () => {
    const id = '0B8A5B0E-6E1B-4C58-9F0D-0B4B6B9D3C11';
    const given = await api.call('GET', '/healthz', undefined, { 'x-request-id': id });
    const forged = await api.call('GET', '/healthz', undefined, { 'x-request-id': 'a b' });

    expect(given.headers.get('x-request-id')).toBe(id.toLowerCase());
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(given.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(given.headers.get('cache-control')).toBe('no-store');
    expect(given.headers.get('x-content-type-options')).toBe('nosniff');
    expect(given.headers.get('x-powered-by')).toBeNull();
  });

  it('when one address asks too often, it gets 429 with Retry-After', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => api.call('GET', '/v1/connectors')));
    const refused = answers.filter(({ status }) => status === 429);

    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.body.error.code).toBe('http.too_many_requests');
    expect(refused[0]?.headers.get('retry-after')).toBe('10');
  });

  it('when the description is read, it lists every route with its guard, and all references resolve', async () => {
    const { body: description } = await api.call('GET', '/openapi.json', undefined, { authorization: '' });
    const listed = Object.entries<Json>(description.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => ({ ...operation, path, method })),
    );
    const control = listed.filter(({ path }) => String(path).startsWith('/v1'));

    expect(description.openapi).toBe('3.1.0');
    expect(control.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [...Object.values(CALLS), signIn, readSession, signOut, watchChanges]
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    for (const { security, operationId } of control) {
      expect([operationId, security]).toEqual([
        operationId,
        operationId === signIn.id ? [] : [{ apiKey: [] }, { session: [] }],
      ]);
    }
    expect(new Set(listed.map(({ operationId }) => operationId)).size).toBe(listed.length);
    for (const [, name] of JSON.stringify(description).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(Object.keys(description.components.schemas)).toContain(name);
    }
    expect(description.components.schemas.SyncRequest.properties.batchSize).toMatchObject({ minimum: 1, maximum: 100 });
    expect(JSON.stringify(description)).not.toContain(API_KEY);
  });
});

describe('the server', () => {
  it('when the port is taken, it says so or takes the next free one', async () => {
    const app = (): void => undefined;
    const first = await listen(app, { port: 0, host: '127.0.0.1' });

    const next = await listen(app, { port: first.port, host: '127.0.0.1', orNext: true });
    await expect(listen(app, { port: first.port, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'config.invalid',
      details: { field: 'PORT' },
    });

    expect(next.port).toBeGreaterThan(first.port);
    await Promise.all([first.close(), next.close()]);
  });

  it('when it listens on every address, it answers on IPv6 too where the machine has that', async () => {
    const server = await listen((_request, response) => void response.end('here'), { port: 0, host: null });
    const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
      (all ?? []).some(({ address }) => address === '::1'),
    );
    const hosts = ['127.0.0.1', ...(hasIpv6 ? ['[::1]'] : [])];
    const answers = await Promise.all(hosts.map(async (host) => (await fetch(`http://${host}:${server.port}`)).text()));
    await server.close();

    expect(answers).toEqual(hosts.map(() => 'here'));
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  });

  it('when it closes, an answer under way is finished and idle connections are cut', async () => {
    let finish = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let answer = (): void => undefined;
    const server = await listen(
      (_request, response) => {
        answer = () => response.end('done');
        finish();
      },
      { port: 0, host: '127.0.0.1' },
    );
    const reading = fetch(server.url).then((response) => response.text());
    await asked;

    const closing = server.close();
    answer();

    expect(await reading).toBe('done');
    await closing;
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('when the headers are larger than 16 KB, the request is refused', async () => {
    const server = await listen((_request, response) => response.end('ok'), { port: 0, host: '127.0.0.1' });
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`),
      );
      socket.once('data', (data) => resolve(data.toString()));
      socket.once('error', reject);
    });

    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    await server.close(0);
  });
});
