import { API_KEY, startApi, type RunningApi } from '../api/running-api';
import { buildCli, type BuiltCli, type Finished } from './built-cli';

describe('tajo open', () => {
  let api: RunningApi;
  let cli: BuiltCli;
  const tajo = (args: readonly string[]): Promise<Finished> =>
    cli.run(args, { env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY } });

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi();
  });
  afterAll(async () => {
    await api.close();
    cli.remove();
  });

  it('when the console is to be opened, it prints a link that signs a browser in, and opens none where nobody looks', async () => {
    const opened = await tajo(['open']);
    const json = await tajo(['open', '--json']);
    const link = new URL(opened.stdout.split('\n')[0] ?? '');
    const signedIn = await fetch(new URL('/v1/session', link), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tajo-console': '1' },
      body: JSON.stringify({ link: link.hash.replace('#sign-in=', '') }),
    });

    expect([opened.exitCode, json.exitCode]).toEqual([0, 0]);
    expect([link.origin, link.pathname]).toEqual([api.url, '/']);
    expect(signedIn.status).toBe(201);
    expect(JSON.parse(json.stdout)).toMatchObject({ url: expect.stringMatching(/#sign-in=[\w-]{43}$/) });
  });
});
