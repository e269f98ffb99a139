import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { createDispatcherFor } from '../../packages/sdk/client/dispatcher';

describe('the settings of SDK and command line', () => {
  const home = mkdtempSync(join(tmpdir(), 'tajo-home-'));
  const local = { url: 'http://127.0.0.1:8099', apiKey: 'local-key' };
  beforeEach(() => writeFileSync(join(home, 'connector.json'), JSON.stringify(local)));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('when nothing is set, the connector that npm start left in TAJO_HOME is used', () => {
    expect(readClientSettings({ env: { TAJO_HOME: home } })).toMatchObject(local);
  });

  it('when the environment is set, it goes before the file, and empty variables count as missing', () => {
    const env = { TAJO_HOME: home, TAJO_URL: 'https://tajo.example', TAJO_API_KEY: 'given', GORGIAS_EMAIL: ' ' };
    expect(readClientSettings({ env })).toMatchObject({
      url: 'https://tajo.example',
      apiKey: 'given',
      gorgiasEmail: null,
    });
    expect(readClientSettings({ env: { TAJO_HOME: home, TAJO_URL: '', TAJO_API_KEY: '' } })).toMatchObject(local);
  });

  it('when another address is chosen, the key of the local connector is not handed to it', () => {
    expect(readClientSettings({ env: { TAJO_HOME: home, TAJO_URL: 'https://tajo.example' } }).apiKey).toBeNull();
    expect(readClientSettings({ env: { TAJO_HOME: home }, url: 'http://127.0.0.1:9' }).apiKey).toBeNull();
    expect(readClientSettings({ env: { TAJO_HOME: home }, url: `${local.url}/` }).apiKey).toBe('local-key');
  });

  it.each(['', '{', '[]', '{"url":1}'])('when the file holds %j, it is as if it were missing', (text) => {
    writeFileSync(join(home, 'connector.json'), text);
    expect(readClientSettings({ env: { TAJO_HOME: home } })).toMatchObject({
      url: 'http://127.0.0.1:8080',
      apiKey: null,
    });
  });

  it.each(['http://user:50%off@proxy.example.com:3128', 'socks5://proxy.example.com'])(
    'when HTTPS_PROXY is %s, a call says its name and not its value',
    (proxy) => {
      const { proxies } = readClientSettings({ env: { TAJO_HOME: home, HTTPS_PROXY: proxy } });

      const call = () => createDispatcherFor(proxies)(new URL('https://tajo.example.com'));

      expect(call).toThrow(expect.objectContaining({ code: 'client.invalid_url', field: 'HTTPS_PROXY' }));
      expect(call).not.toThrow(proxy);
    },
  );
});
