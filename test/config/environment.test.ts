import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsFrom } from '../../src/config/environment/credentials';
import { readEnvironment } from '../../src/config/environment/environment';
import { isConnectorError } from '../../src/domain/errors/connector-error';

const FULL = {
  TAJO_API_KEY: 'tajo-key',
  TAJO_URL: 'https://connector.example.com',
  TAJO_HOME: '/var/lib/tajo',
  TAJO_ENCRYPTION_KEY: 'k1:abc',
  PORT: '9090',
  TAJO_WORKER_ADDRESS: '0.0.0.0:9464',
  DATABASE_URL: 'postgres://tajo:pw@db/tajo',
  GORGIAS_DOMAIN: 'yourstore.gorgias.com',
  GORGIAS_EMAIL: 'you@yourstore.com',
  GORGIAS_API_KEY: 'g-key',
  GORGIAS_WEBHOOK_SECRET: 'old,new',
  BREVO_API_KEY: 'xkeysib-1',
  GORGIAS_BASE_URL: 'http://127.0.0.1:4010',
  BREVO_BASE_URL: 'http://localhost:4020/v3',
  TEMPORAL_ADDRESS: 'temporal.example.com:7233',
  TEMPORAL_CLI_PATH: 'bin/temporal',
  TAJO_DEPLOYMENT: 'manual',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  TAJO_UI_ORIGIN: 'https://temporal-ui.example.com',
  HTTPS_PROXY: 'http://user:pw@proxy.example.com:3128',
  HTTP_PROXY: 'proxy.example.com:3128',
  NO_PROXY: '.example.org,10.0.0.0/8',
};

function faultsOf(env: Record<string, string | undefined>, cwd = '/srv'): readonly string[] {
  try {
    readEnvironment(env, cwd);
  } catch (error) {
    if (!isConnectorError(error, 'config.invalid')) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe('the environment', () => {
  test('when the read-only key is that of all rights, it is refused without a word of it', () => {
    const read = (): unknown => readEnvironment({ TAJO_API_KEY: 'the-one-key', TAJO_READ_KEY: 'the-one-key' });

    expect(read).toThrow(/TAJO_READ_KEY is the same as TAJO_API_KEY/);
    expect(read).not.toThrow(/the-one-key/);
  });

  test('when it is empty, means the embedded defaults', () => {
    expect(readEnvironment({}, '/srv')).toEqual({
      tajoApiKey: null,
      tajoReadKey: null,
      tajoUrl: null,
      tajoHome: '/srv/.tajo',
      encryptionKey: null,
      port: 8080,
      workerAddress: null,
      databaseUrl: null,
      gorgiasDomain: null,
      gorgiasEmail: null,
      gorgiasApiKey: null,
      gorgiasWebhookSecrets: [],
      brevoApiKey: null,
      gorgiasBaseUrl: null,
      brevoBaseUrl: null,
      temporalAddress: null,
      temporalCliPath: null,
      deployment: 'automatic',
      otlpEndpoint: null,
      uiUrl: null,
      httpsProxy: null,
      httpProxy: null,
      noProxy: null,
      emptyFiles: [],
    });
  });

  test('when every variable is set to nothing, is the empty one', () => {
    const empty = Object.fromEntries(Object.keys(FULL).map((name) => [name, '']));

    expect(readEnvironment(empty, '/srv')).toEqual(readEnvironment({}, '/srv'));
  });

  test('when everything is set, is read as it stands, and cannot be changed', () => {
    const environment = readEnvironment(FULL, '/srv');

    expect(environment).toMatchObject({
      tajoApiKey: 'tajo-key',
      tajoHome: '/var/lib/tajo',
      port: 9090,
      gorgiasWebhookSecrets: ['old', 'new'],
      gorgiasBaseUrl: 'http://127.0.0.1:4010',
      brevoBaseUrl: 'http://localhost:4020/v3',
      temporalCliPath: '/srv/bin/temporal',
      deployment: 'manual',
    });
    expect(Object.isFrozen(environment) && Object.isFrozen(environment.gorgiasWebhookSecrets)).toBe(true);
  });

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['PORT', '8e3'],
    ['PORT', '080'],
    ['GORGIAS_DOMAIN', 'evil.com/x?'],
    ['GORGIAS_DOMAIN', 'a@evil.com'],
    ['GORGIAS_DOMAIN', 'yourstore'],
    ['GORGIAS_DOMAIN', 'YOURSTORE.gorgias.com'],
    ['GORGIAS_EMAIL', 'you'],
    ['GORGIAS_EMAIL', 'you:me@yourstore.com'],
    ['GORGIAS_API_KEY', 'two words'],
    ['BREVO_API_KEY', 'clé'],
    ['GORGIAS_WEBHOOK_SECRET', 'old,'],
    ['GORGIAS_WEBHOOK_SECRET', 'old, new'],
    ['GORGIAS_BASE_URL', 'http://gorgias.example.com'],
    ['GORGIAS_BASE_URL', 'ftp://127.0.0.1'],
    ['GORGIAS_BASE_URL', '127.0.0.1:4010'],
    ['GORGIAS_BASE_URL', 'http://127.0.0.1.evil.com'],
    ['GORGIAS_BASE_URL', 'http://127.0.0.1@evil.com'],
    ['GORGIAS_BASE_URL', 'https://user:pw@gorgias.example.com'],
    ['BREVO_BASE_URL', 'https://api.brevo.com/v3?x=1'],
    ['BREVO_BASE_URL', 'http://10.0.0.1/v3'],
    ['BREVO_BASE_URL', 'https:\\\\api.brevo.com'],
    ['HTTPS_PROXY', 'socks5://proxy.example.com'],
    ['HTTPS_PROXY', 'http://proxy.example.com/path'],
    ['HTTPS_PROXY', 'http://user:50%off@proxy.example.com:3128'],
    ['HTTP_PROXY', 'http://'],
    ['TAJO_URL', 'connector'],
    ['DATABASE_URL', 'mysql://tajo:hunter2@db/tajo'],
    ['TAJO_DEPLOYMENT', 'by hand'],
    ['TEMPORAL_ADDRESS', 'temporal.example.com'],
    ['TEMPORAL_ADDRESS', 'http://temporal:7233'],
    ['TEMPORAL_ADDRESS', 'temporal:99999'],
  ])('with %s=%s, is refused with the name and an example, and without the value', (name, value) => {
    const faults = faultsOf({ [name]: value });

    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} must be .*\\.$`))]);
    // Words such as "the key" are no example, and one that stands in the sentence is not told twice.
    const isToldWithout = /^(GORGIAS_API_KEY|BREVO_API_KEY|TAJO_DEPLOYMENT)$/.test(name);
    expect(faults.join().match(/for example|such as/g) ?? []).toHaveLength(isToldWithout ? 0 : 1);
    expect(faults.join()).not.toMatch(/evil|hunter2|two words|clé|user:pw/);
  });

  test.each([
    ['GORGIAS_API_KEY', '"g-key"', 'stands in quotes'],
    ['GORGIAS_DOMAIN', "'yourstore.gorgias.com'", 'stands in quotes'],
    ['GORGIAS_API_KEY', 'xkeysib-0123', 'holds a key of Brevo, which belongs into BREVO_API_KEY'],
    ['BREVO_API_KEY', 'xsmtpsib-0123', 'holds a key for Brevo’s SMTP'],
  ])('with %s=%s, is refused with what happened while it was copied, and without the value', (name, value, words) => {
    const faults = faultsOf({ [name]: value });

    expect(faults).toEqual([expect.stringContaining(`${name} ${words}`)]);
    expect(faults.join()).not.toMatch(/g-key|0123/);
  });

  test.each(Object.keys(FULL))('with spaces around %s, is refused and not trimmed', (name) => {
    expect(faultsOf({ [name]: ' x ' })).toEqual([expect.stringContaining(`${name} begins or ends with a space`)]);
  });

  test('with several faults, tells all of them', () => {
    const faults = faultsOf({ PORT: 'x', GORGIAS_DOMAIN: 'x', BREVO_BASE_URL: 'x' });

    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'GORGIAS_DOMAIN', 'BREVO_BASE_URL']);
  });
});

describe('a secret in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tajo-secret-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (contents: string): string => {
    writeFileSync(join(folder, 'key'), contents);
    return 'key';
  };

  test.each([
    ['tajoApiKey', 'TAJO_API_KEY'],
    ['tajoReadKey', 'TAJO_READ_KEY'],
    ['encryptionKey', 'TAJO_ENCRYPTION_KEY'],
    ['databaseUrl', 'DATABASE_URL'],
    ['gorgiasApiKey', 'GORGIAS_API_KEY'],
    ['brevoApiKey', 'BREVO_API_KEY'],
  ] as const)('is read for %s, without the newline at its end', (setting, name) => {
    const value = 'postgres://db/x';

    expect(readEnvironment({ [`${name}_FILE`]: write(`${value}\n`) }, folder)[setting]).toBe(value);
  });

  test.each([
    ['is refused when the variable is set too', { BREVO_API_KEY: 'a', BREVO_API_KEY_FILE: 'key' }, 'both set'],
    ['is refused when the file is missing', { BREVO_API_KEY_FILE: 'nowhere' }, 'there is no such file'],
    ['is refused when it is a folder', { BREVO_API_KEY_FILE: '.' }, 'it is a folder'],
    ['is refused when it has spaces', { BREVO_API_KEY_FILE: 'key' }, 'BREVO_API_KEY_FILE begins or ends with a space'],
  ])('%s', (_, env, words) => {
    write(' spaced-secret ');

    const faults = faultsOf(env, folder);

    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(faults.join()).not.toContain('spaced-secret');
  });

  test('is refused when the file is far too large', () => {
    write('x'.repeat(70_000));

    expect(faultsOf({ BREVO_API_KEY_FILE: 'key' }, folder)).toEqual([expect.stringContaining('more than 64 KB')]);
  });

  test('that is empty, counts as missing, and is what is named where it is missed', () => {
    const env = { ...FULL, GORGIAS_EMAIL: '', BREVO_API_KEY: '', BREVO_API_KEY_FILE: write('\n') };
    const environment = readEnvironment(env, folder);
    expect(environment.brevoApiKey).toBeNull();
    expect(() => credentialsFrom(environment, 'mine.gorgias.com')).toThrow(
      'not GORGIAS_EMAIL and BREVO_API_KEY (nothing stands in the file of BREVO_API_KEY_FILE): set them too',
    );
  });
});

describe('the accounts that the environment names', () => {
  test('are none without any of their variables, which means the sandbox', () => {
    expect(credentialsFrom(readEnvironment({}, '/srv'), 'yourstore.gorgias.com')).toBeNull();
  });

  test('are complete with the keys and the e-mail; the domain may come from the configuration', () => {
    const env = { ...FULL, GORGIAS_DOMAIN: '' };

    expect(credentialsFrom(readEnvironment(env, '/srv'), 'mine.gorgias.com')).toEqual({
      domain: 'mine.gorgias.com',
      email: 'you@yourstore.com',
      gorgiasApiKey: 'g-key',
      brevoApiKey: 'xkeysib-1',
    });
  });

  test.each(['GORGIAS_EMAIL', 'GORGIAS_API_KEY', 'BREVO_API_KEY'])('without %s, are refused by its name', (name) => {
    const environment = readEnvironment({ ...FULL, [name]: '' }, '/srv');

    expect(() => credentialsFrom(environment, 'mine.gorgias.com')).toThrow(`not ${name}: set it too`);
  });
});
