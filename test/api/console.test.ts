import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { startApi, type RunningApi } from './running-api';

const WITHOUT_KEY = { authorization: '' };

describe('the console', () => {
  let folder: string;
  let api: RunningApi;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tajo-console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><script type="module" src="/assets/app-3f9c1d.js"></script>',
    );
    writeFileSync(join(folder, 'assets/app-3f9c1d.js'), 'export {};');
    writeFileSync(join(folder, '.hidden'), 'a secret');
    writeFileSync(`${folder}-beside`, 'a secret');
    api = await startApi({ consoleFolder: folder });
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
    rmSync(`${folder}-beside`);
  });

  const get = (path: string, headers = {}, method = 'GET'): ReturnType<RunningApi['call']> =>
    api.call(method, path, undefined, { ...WITHOUT_KEY, ...headers });

  it('when it is asked for, it comes without a key, and may load nothing but from its own origin', async () => {
    const { status, headers, body } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';

    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('app-3f9c1d.js');
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('when a file carries its digest in its name, it is kept for ever; the page is asked for each time', async () => {
    const file = await get('/assets/app-3f9c1d.js');
    const page = await get('/');
    // Not by `fetch`, which asks for no 304.
    const again = await request(`${api.url}/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    const head = await get('/', {}, 'HEAD');

    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(file.headers.get('content-security-policy')).toBe(page.headers.get('content-security-policy'));
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect([again.statusCode, await again.body.text()]).toEqual([304, '']);
    expect([head.status, head.body, head.headers.get('content-length')]).toEqual([
      200,
      '',
      page.headers.get('content-length'),
    ]);
  });

  it('when somebody asks for what is not of it, it gives nothing away', async () => {
    const paths = [
      '/.hidden',
      '/assets',
      '/assets/',
      '/..%2f-beside',
      '/%2e%2e/x',
      '/assets/..%2f.hidden',
      '/index.html%00',
    ];
    for (const path of paths) {
      const { status, body } = await get(path);
      expect([path, status >= 400 && status < 500, JSON.stringify(body).includes('secret')]).toEqual([
        path,
        true,
        false,
      ]);
    }
    expect((await get('/', {}, 'POST')).status).toBe(405);
  });

  it('when it was not built, one sentence says how to', async () => {
    const without = await startApi();
    const { status, body } = await without.call('GET', '/', undefined, WITHOUT_KEY);
    await without.close();

    expect([status, body]).toEqual([404, expect.stringContaining('`npm run build` makes it')]);
  });
});
