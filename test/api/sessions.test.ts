import { CALLS } from '../../packages/sdk/contract/calls';
import { changesAnything, type Call } from '../../packages/sdk/contract/call';
import { moveDatabaseClock } from '../support/database-clock';
import { eventually } from '../support/eventually';
import { type OpenedStore, openTestStore } from '../store/stores';
import { setTimeout as sleep } from 'node:timers/promises';
import { API_KEY, install, type Json, READ_KEY, type RunningApi, serveApi } from './running-api';

const PAGE = { 'x-tajo-console': '1', 'sec-fetch-site': 'same-origin', authorization: '' };

describe('a browser that signs in', () => {
  let opened: OpenedStore;
  let api: RunningApi;
  const stopping = new AbortController();
  beforeAll(async () => {
    opened = await openTestStore({ movableClock: true });
    api = await serveApi(opened.store, { readKey: READ_KEY, trustProxy: ['loopback'], stopping: stopping.signal });
    await install(api);
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const post = (
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): ReturnType<RunningApi['call']> => api.call('POST', path, body, { ...PAGE, ...headers });
  const get = (path: string, headers: Record<string, string> = {}): ReturnType<RunningApi['call']> =>
    api.call('GET', path, undefined, { ...PAGE, ...headers });
  const cookieOf = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const signIn = async (key: string): Promise<{ cookie: string }> => {
    const { status, headers } = await post('/v1/session', { key });
    expect(status).toBe(201);
    return { cookie: cookieOf(headers) };
  };

  it('when it gives the key, it gets a cookie that no script reads and no other site sends', async () => {
    const { status, headers, body } = await post('/v1/session', { key: API_KEY });
    const cookie = headers.get('set-cookie') ?? '';

    expect([status, body.role]).toEqual([201, 'owner']);
    expect(cookie).toMatch(/^tajo-session-\d+=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
    expect((await get('/v1/session', { cookie: cookieOf(headers) })).body).toMatchObject({ role: 'owner' });
    expect((await get('/v1/connectors', { cookie: cookieOf(headers) })).body.connectors).toHaveLength(1);
  });

  it('when it comes by https, the cookie is for https and this host alone', async () => {
    const { headers } = await post('/v1/session', { key: API_KEY }, { 'x-forwarded-proto': 'https' });

    expect(headers.get('set-cookie')).toMatch(/^__Host-tajo-session-\d+=.*; Secure; SameSite=Strict$/);
    expect((await get('/v1/session', { cookie: cookieOf(headers), 'x-forwarded-proto': 'https' })).status).toBe(200);
  });

  it('when the key is wrong, it is refused, and after twenty in a minute not even told so', async () => {
    const strangers = { 'x-forwarded-for': '198.51.100.77' };
    const statuses: number[] = [];
    for (let tries = 0; tries < 22; tries += 1) {
      statuses.push((await post('/v1/session', { key: `wrong-key-number-${String(tries)}` }, strangers)).status);
    }

    expect(statuses).toEqual([...Array<number>(20).fill(401), 429, 429]);
  });

  it('when it follows a link, it works once, for ten minutes', async () => {
    const link = async (): Promise<string> => {
      const { body } = await api.call('POST', '/v1/session/links', {});
      return /^\/#sign-in=([\w-]{43})$/.exec(String(body.path))?.[1] ?? '';
    };
    const first = await link();
    const twice = await Promise.all([post('/v1/session', { link: first }), post('/v1/session', { link: first })]);
    const late = await link();
    await moveDatabaseClock(opened.store.db, 11 * 60_000);
    const tooLate = await post('/v1/session', { link: late });

    expect(twice.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(tooLate.body.error).toMatchObject({ code: 'auth.tajo_refused', message: expect.stringContaining('link') });
  });

  it('when nobody asks for anything for twelve hours, or after seven days, the session is over', async () => {
    const idle = await signIn(API_KEY);
    const busy = await signIn(API_KEY);
    const statuses: number[][] = [];
    for (let halfDays = 1; halfDays <= 15; halfDays += 1) {
      await moveDatabaseClock(opened.store.db, (11 + halfDays * 690) * 60_000);
      const later = halfDays === 1 ? 200 : (await get('/v1/session', idle)).status;
      statuses.push([later, (await get('/v1/session', busy)).status]);
    }

    expect(statuses.slice(0, 2)).toEqual([
      [200, 200],
      [401, 200],
    ]);
    expect(statuses.slice(0, 14).every(([, used]) => used === 200)).toBe(true);
    expect(statuses[14]).toEqual([401, 401]);
    expect((await get('/v1/session', busy)).headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970');
  });

  it('when it signs out, nobody gets in by the cookie any more', async () => {
    const session = await signIn(API_KEY);
    const out = await post('/v1/session/end', {}, session);

    expect(out.body).toEqual({ ended: true });
    expect(out.headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970');
    expect((await get('/v1/connectors', session)).status).toBe(401);
  });

  it('when the key is changed, whoever has signed in by the old one is out', async () => {
    const session = await signIn(API_KEY);
    const renewed = await serveApi(opened.store, { apiKey: 'another-key-of-the-connector' });
    const asked = async ({ url }: RunningApi): Promise<number> =>
      (await renewed.call('GET', '/v1/session', undefined, { ...PAGE, cookie: withPort(session.cookie, url) })).status;

    expect(await asked(renewed)).toBe(401);
    expect((await get('/v1/session', session)).status).toBe(200);
    await renewed.close();
  });

  it('when the database is read by somebody, no session and no link can be made of what stands there', async () => {
    const { cookie } = await signIn(API_KEY);
    const { body } = await api.call('POST', '/v1/session/links', {});
    const kept = JSON.stringify(await opened.store.db.query('select * from sessions, sign_in_links'));

    expect(kept).not.toContain(cookie.split('=')[1]);
    expect(kept).not.toContain(String(body.path).split('=')[1]);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['another origin, by a browser that tells no more', { 'sec-fetch-site': '', origin: 'http://127.0.0.1:1' }],
    ['a form, which sets no header', { 'x-tajo-console': '' }],
  ])('when a page of %s asks by the cookie, it is refused, and nothing is changed', async (_who, headers) => {
    const session = await signIn(API_KEY);
    const given = Object.fromEntries(
      Object.entries({ ...PAGE, ...session, ...headers }).filter(([, value]) => value !== ''),
    );
    const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
      const response = await fetch(api.url + path, {
        method,
        headers: { ...given, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return ((await response.json()) as Json).error?.code;
    };

    expect(await ask('POST', '/v1/connectors/gorgias/pause', {})).toBe('http.other_origin');
    expect(await ask('GET', '/v1/connectors')).toBe('http.other_origin');
    expect(await ask('POST', '/v1/session', { key: API_KEY })).toBe('http.other_origin');
    expect(await ask('POST', '/v1/session/end', {})).toBe('http.other_origin');
    expect(api.connector.asked.pauses).toEqual([]);
    expect((await get('/v1/session', session)).status).toBe(200);
  });

  it('when the origin is its own, a browser that tells no more is served', async () => {
    const session = await signIn(API_KEY);
    const headers = { 'x-tajo-console': '1', ...session, origin: api.url, 'content-type': 'application/json' };
    const url = `${api.url}/v1/connectors/gorgias/why`;

    expect((await fetch(url, { method: 'POST', headers, body: '{"ticketId":1}' })).status).toBe(200);
  });

  it('when a preflight asks for another origin, nothing is allowed', async () => {
    const asked = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const { headers } = await fetch(`${api.url}/v1/session`, { method: 'OPTIONS', headers: asked });

    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('when it may only look, by key or by cookie, every call that changes anything is refused before it is read', async () => {
    const session = await signIn(READ_KEY);
    for (const call of Object.values<Call>(CALLS).filter(changesAnything)) {
      const path = call.path.replaceAll(/\{\w+\}/g, '1');
      const byKey = await api.call(call.method.toUpperCase(), path, call.method === 'post' ? {} : undefined, {
        authorization: `Bearer ${READ_KEY}`,
      });
      const byCookie = call.method === 'post' ? await post(path, {}, session) : await get(path, session);
      expect([call.id, byKey.body.error?.code, byCookie.body.error?.code]).toEqual([
        call.id,
        'http.read_only',
        'http.read_only',
      ]);
    }
    expect((await get('/v1/session', session)).body.role).toBe('reader');
    expect((await get('/v1/connectors', session)).status).toBe(200);
  });

  it('when the read-only key asks for the payloads of histories, it is not known there', async () => {
    const answer = await api.call('GET', '/codec', undefined, { authorization: `Bearer ${READ_KEY}` });

    expect([401, 404]).toContain(answer.status);
  });

  it('when something changes, whoever listens hears of it once, and the stream ends with the server', async () => {
    const heard: string[] = [];
    const response = await fetch(`${api.url}/v1/changes`, { headers: await signIn(API_KEY) });
    const reading = (async () => {
      for await (const part of response.body ?? []) heard.push(Buffer.from(part).toString('utf8'));
    })();
    const told = async (change: () => Promise<unknown>): Promise<void> => {
      const before = heard.length;
      // What it is compared with may not have been read yet.
      await eventually(async () => (await change(), await sleep(1_000), heard.length > before));
    };
    await eventually(() => heard.join('').includes('retry:'));
    let pauses = 0;
    await told(() =>
      opened.store.db.query('update accounts set state_reason = $1, updated_at = now()', [(pauses += 1)]),
    );
    stopping.abort();
    await reading;

    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(heard.slice(1).join('')).toBe('event: changed\ndata: {"account":"yourstore","changed":["account"]}\n\n');
  });

  it('when another page listens by the cookie, or nobody that is known, it is refused', async () => {
    const asked = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${api.url}/v1/changes`, { headers })).status;
    const session = await signIn(API_KEY);

    expect(await asked({ ...session, 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await asked({})).toBe(401);
  });

  function withPort(cookie: string, url: string): string {
    return cookie.replace(/^tajo-session-\d+/, `tajo-session-${new URL(url).port}`);
  }
});
