import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readStartup } from '../../src/config/startup';
import { openTemporal } from '../../src/dev/local-temporal';
import { isTemporalProfileChosen } from '../../src/config/environment/temporal-variables';
import { embeddedNamespace, namedAddress, temporalSettings } from '../../src/temporal/settings';

const untouched = process.env;
const folder = mkdtempSync(join(tmpdir(), 'tajo-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.env = untouched;
});

/** The environment of a shell, and the user's temporal.toml, where Linux keeps it and where macOS does; null: there is none. */
function given(settings: Readonly<Record<string, string>>, toml: string | null = null): void {
  for (const place of [folder, join(folder, 'Library', 'Application Support')]) {
    const file = join(place, 'temporalio', 'temporal.toml');
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    if (toml !== null) writeFileSync(file, toml);
  }
  process.env = { XDG_CONFIG_HOME: folder, HOME: folder, ...settings };
}

const ELSEWHERE = '[profile.default]\naddress = "cloud.example.com:7233"\nnamespace = "shop.a1b2c"\n';

describe('the settings of Temporal', () => {
  it('when npm start uses a server elsewhere, its links lead to the interface that TAJO_UI_ORIGIN names', async () => {
    const ui = 'https://temporal-ui.example.com';
    given({ TEMPORAL_ADDRESS: 'temporal.example.com:7233', TAJO_UI_ORIGIN: ui });

    expect(await openTemporal(readStartup(null, folder), () => undefined)).toMatchObject({ uiUrl: ui });
  });

  it('when a namespace is named without an address, it is that of the embedded server', () => {
    given({ TEMPORAL_NAMESPACE: 'shop' });
    expect([embeddedNamespace(), namedAddress()]).toEqual(['shop', null]);
    given({}, '[profile.default]\nnamespace = "from-a-profile"\n');
    expect(embeddedNamespace()).toBe('from-a-profile');
    expect(temporalSettings('127.0.0.1:7233')).toEqual({
      connectionOptions: { address: '127.0.0.1:7233' },
      namespace: 'from-a-profile',
      address: '127.0.0.1:7233',
    });
  });

  it('when a profile that nobody chose names another server, the embedded one takes nothing of it', () => {
    given({ TEMPORAL_API_KEY: 'key' }, ELSEWHERE);
    expect([embeddedNamespace(), namedAddress(), isTemporalProfileChosen()]).toEqual([
      'default',
      'cloud.example.com:7233',
      false,
    ]);
    expect(temporalSettings('127.0.0.1:7233').connectionOptions).toEqual({ address: '127.0.0.1:7233' });
    given({ TEMPORAL_NAMESPACE: 'shop' }, ELSEWHERE);
    expect(embeddedNamespace()).toBe('shop');
  });

  it('when a profile is chosen, its server is meant', () => {
    given({ TEMPORAL_PROFILE: 'default' }, ELSEWHERE);
    expect([namedAddress(), isTemporalProfileChosen()]).toEqual(['cloud.example.com:7233', true]);
    expect(temporalSettings(null)).toMatchObject({ address: 'cloud.example.com:7233', namespace: 'shop.a1b2c' });
  });

  it('when variables are empty, as a compose file passes them on, they count as missing', () => {
    given({ TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '', TEMPORAL_API_KEY: '', TEMPORAL_TLS_CLIENT_CERT_PATH: '' });
    expect(temporalSettings(null)).toEqual({
      connectionOptions: { address: undefined, apiKey: undefined, tls: undefined, metadata: undefined },
      namespace: 'default',
      address: 'localhost:7233',
    });
    expect(isTemporalProfileChosen()).toBe(false);
  });

  it('when temporal.toml cannot be read, says so without quoting it', () => {
    given({}, '[profile.default]\napi_key = "secret-4711\n');
    expect(() => temporalSettings(null)).toThrow(/^Temporal’s settings cannot be used \(.*temporal\.toml\.$/s);
    expect(() => temporalSettings(null)).not.toThrow(/4711/);
    given({}, '');
    expect(() => temporalSettings(null)).toThrow('temporal.toml has no profile');
  });
});
