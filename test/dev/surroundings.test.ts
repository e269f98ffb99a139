import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config/environment/environment';
import { requireSurroundings, surroundingFaults } from '../../src/dev/surroundings';

describe('what of the environment stops a start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'surroundings-'));
  const file = join(folder, 'a-file');
  const before = { ...process.env };
  beforeAll(() => writeFileSync(file, ''));
  afterEach(() => {
    process.env = { ...before };
  });
  afterAll(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  const faults = async (env: Record<string, string>): Promise<readonly string[]> => {
    // Temporal's own settings are read from the process.
    process.env = { ...before, ...env };
    const found = await surroundingFaults(readEnvironment({ TAJO_HOME: join(folder, 'home'), ...env }, folder));
    return found.map(({ message }) => message);
  };

  it.each<[string, Record<string, string>, RegExp]>([
    ['half an account', { GORGIAS_EMAIL: 'a@b.de' }, /not GORGIAS_API_KEY and BREVO_API_KEY/],
    ['a key that is none', { TAJO_ENCRYPTION_KEY: 'short' }, /TAJO_ENCRYPTION_KEY has an entry 1/],
    [
      'a certificate of the database that is not there',
      { DATABASE_URL: 'postgres://tajo@db.example.com/tajo?sslrootcert=/nowhere/ca.pem' },
      /DATABASE_URL names the file \/nowhere\/ca\.pem/,
    ],
    ['a home that is a file', { TAJO_HOME: file }, /TAJO_HOME .*a-file cannot be written .*it is a file/],
    ['a home below a file', { TAJO_HOME: join(file, 'home') }, /a part of its path is a file/],
    ['a profile that is not there', { TEMPORAL_PROFILE: 'nobody' }, /Temporal’s settings cannot be used/],
    [
      'a proxy that Temporal cannot use',
      { TEMPORAL_ADDRESS: 'temporal.example.com:7233', HTTPS_PROXY: 'https://proxy.example.com:3128' },
      /HTTPS_PROXY begins with http/,
    ],
    ['a Temporal CLI that is none', { TEMPORAL_CLI_PATH: '/bin/true' }, /TEMPORAL_CLI_PATH is not a Temporal CLI/],
  ])('such as %s, is said before anything is started', async (_case, env, sentence) => {
    expect(await faults(env)).toEqual([expect.stringMatching(sentence)]);
  });

  it('when there are several, they are said at once', async () => {
    process.env = { ...before, TEMPORAL_CLI_PATH: '/bin/true' };
    const environment = readEnvironment({ ...process.env, TAJO_ENCRYPTION_KEY: 'short', TAJO_HOME: file }, folder);

    await expect(requireSurroundings(environment)).rejects.toThrow(
      /^The environment has 3 faults:\n {2}TAJO_ENCRYPTION_KEY .*\n {2}TAJO_HOME .*\n {2}TEMPORAL_CLI_PATH /,
    );
  });

  it('when it is as it should be, nothing is said and nothing is made', async () => {
    expect(await faults({})).toEqual([]);
  });
});
