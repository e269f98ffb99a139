import { defaultPayloadConverter } from '@temporalio/common';
import { createKeyring } from '../../src/crypto/keyring';
import { createPayloadCodec } from '../../src/temporal/payload-codec';
import { API_KEY, startApi, type Json, type RunningApi } from './running-api';

const UI = 'http://127.0.0.1:8233';
const [OLD, NEW] = [1, 2].map((byte) => ({ id: `k${byte}`, key: Buffer.alloc(32, byte) }));
const codecWith = (...keys: (typeof OLD)[]) => createPayloadCodec(createKeyring({ keys: keys.map((key) => key!) }));
const VALUE = { account: 'yourstore', note: 'canary-person@yourstore.com' };

type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0];
const toJson = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  data: Buffer.from(data ?? []).toString('base64'),
});
const valueOf = ({ metadata, data }: Json): unknown =>
  defaultPayloadConverter.fromPayload({
    metadata: Object.fromEntries(
      Object.entries(metadata as Record<string, string>).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
    data: Buffer.from(String(data), 'base64'),
  });

describe('the codec for the Temporal web interface', () => {
  let api: RunningApi;
  let sealed: object;
  beforeAll(async () => {
    api = await startApi({ translator: codecWith(NEW, OLD), requestsPerSecond: 5 });
    const [payload] = await codecWith(OLD).encode([defaultPayloadConverter.toPayload(VALUE)]);
    sealed = toJson(payload!);
  });
  afterAll(() => api.close());

  it('when payloads of an old and the newest key and one typed by hand come, decodes each, and encodes them again', async () => {
    const plain = toJson(defaultPayloadConverter.toPayload(VALUE));
    const encoded = await api.call('POST', '/codec/encode', { payloads: [plain] });
    expect(encoded.status).toBe(200);
    expect(JSON.stringify(encoded.body)).not.toContain(Buffer.from('canary').toString('base64').slice(0, 6));

    const payloads = [sealed, encoded.body.payloads[0], plain];
    const decoded = await api.call('POST', '/codec/decode', { payloads }, { 'x-namespace': 'default' });

    expect(decoded.status).toBe(200);
    expect(decoded.body.payloads.map(valueOf)).toEqual([VALUE, VALUE, VALUE]);
    expect(decoded.headers.get('cache-control')).toBe('no-store');
    expect(decoded.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await api.call('POST', '/codec/decode', { payloads: [] })).body).toEqual({ payloads: [] });
    expect((await api.call('POST', '/codec/decode', {})).body).toEqual({ payloads: [] });
  });

  it('when the key is missing or wrong, answers 401 and decodes nothing; a browser may send it as a password', async () => {
    const body = { payloads: [sealed] };
    const basic = (password: string) => `Basic ${Buffer.from(`tajo:${password}`).toString('base64')}`;
    for (const authorization of ['', 'Bearer wrong', basic('wrong'), `Basic ${API_KEY}x`]) {
      const refused = await api.call('POST', '/codec/decode', body, { authorization });
      expect({ status: refused.status, code: refused.body.error.code }).toEqual({
        status: 401,
        code: 'auth.tajo_refused',
      });
    }

    const asked = await api.call('GET', '/codec', undefined, { authorization: '' });
    const greeted = await api.call('GET', '/codec', undefined, { authorization: basic(API_KEY) });
    const decoded = await api.call('POST', '/codec/decode', body, { authorization: basic(API_KEY) });
    const elsewhere = await api.call('GET', '/v1/connectors', undefined, { authorization: basic(API_KEY) });

    expect({ status: asked.status, wwwAuthenticate: asked.headers.get('www-authenticate') }).toEqual({
      status: 401,
      wwwAuthenticate: expect.stringMatching(/^Basic /),
    });
    expect({ status: greeted.status, wwwAuthenticate: greeted.headers.get('www-authenticate') }).toEqual({
      status: 200,
      wwwAuthenticate: null,
    });
    expect(decoded.body.payloads.map(valueOf)).toEqual([VALUE]);
    expect(elsewhere.status).toBe(401);
  });

  it('when a browser asks first, allows the page of the web interface and no other', async () => {
    const preflight = (origin: string, path = '/codec/decode') =>
      api.call('OPTIONS', path, undefined, {
        ...{ origin, authorization: '', 'access-control-request-method': 'POST' },
        'access-control-request-headers': 'authorization,content-type,x-namespace',
      });

    const allowed = await preflight(UI);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(UI);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('POST');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization, content-type, x-namespace');
    expect(allowed.headers.get('vary')).toContain('Origin');

    for (const other of [
      'http://127.0.0.1:8234',
      'http://localhost:8233',
      'https://127.0.0.1:8233',
      `${UI}.evil.com`,
      'null',
    ]) {
      const refused = await preflight(other);
      const read = await api.call('POST', '/codec/decode', { payloads: [sealed] }, { origin: other });
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
      expect(refused.status).toBe(405);
      expect(read.headers.get('access-control-allow-origin')).toBeNull();
    }
    // Only the codec is for browsers.
    expect((await preflight(UI, '/v1/connectors')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('when something is wrong, says what, and the page of the web interface may read it', async () => {
    const [foreign] = await codecWith({ id: 'k9', key: Buffer.alloc(32, 9) }).encode([
      defaultPayloadConverter.toPayload(VALUE),
    ]);
    const call = (body: unknown, headers: Record<string, string> = {}) =>
      api.call('POST', '/codec/decode', body, { origin: UI, ...headers });

    const answers = [
      await call({ payloads: [toJson(foreign!)] }),
      await call({ payloads: [{ ...sealed, data: 'not base64!' }] }),
      await call({ payloads: 'all' }),
      await call('{'),
      await call('payloads', { 'content-type': 'text/plain' }),
      await call({ payloads: [{ data: 'A'.repeat(9 * 1024 * 1024) }] }),
      await api.call('GET', '/codec/decode', undefined, { origin: UI }),
    ];

    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [422, 'config.invalid'],
      [400, 'input.invalid'],
      [400, 'input.invalid'],
      [400, 'input.invalid'],
      [415, 'http.unsupported_media_type'],
      [413, 'http.body_too_large'],
      [405, 'http.method_not_allowed'],
    ]);
    expect(answers[0]!.body.error.message).toContain('lacks the key k9');
    expect(answers[1]!.body.error.message).not.toContain('not base64!');
    expect(answers[5]!.body.error.message).toContain('8,192 KB');
    for (const { headers } of answers) expect(headers.get('access-control-allow-origin')).toBe(UI);
    expect(api.logged.join('')).not.toContain('canary');
  });

  it('when one address asks too often, it gets 429', async () => {
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => api.call('POST', '/codec/decode', { payloads: [] }, { origin: UI })),
    );

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(20);
    expect(refused[0]!.headers.get('access-control-allow-origin')).toBe(UI);
  });
});
