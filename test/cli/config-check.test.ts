import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';
import { loadConfig } from '../../src/config/load-config';
import { API_KEY, install, startApi, type RunningApi } from '../api/running-api';
import { typed } from './typed';

const FILE = `connectors:
  gorgias:
    domain: yourstore.gorgias.com
    lists:
      satisfied_customers: 4711
    field_mapping:
      email: email
      vip: VIP
`;

describe('tajo config check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-check-'));
  const file = join(folder, 'tajo.yaml');
  let api: RunningApi;

  const tajo = (...args: readonly string[]) =>
    typed(
      {
        settings: readClientSettings({ env: { TAJO_HOME: folder } }),
        client: new TajoClient({ url: api.url, apiKey: API_KEY }),
        loadConfig: (path) => loadConfig(path, { env: {} }),
      },
      ['config', 'check', ...args],
    );

  beforeAll(async () => {
    api = await startApi();
    await install(api);
    writeFileSync(file, FILE);
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('without --online asks nobody and says so', async () => {
    const { exitCode, stdout } = await tajo(file);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/is valid\.[\s\S]*--online does/);
    expect(api.connector.asked.settingsChecks).toEqual([]);
  });

  it('when the environment would stop a start, that is said with the faults of the file, and the exit code is 2', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, FILE.replace('domain', 'domian'));
    const checkEnvironment = () => Promise.resolve({ message: 'PORT must be a port.', field: 'PORT' });
    const run = (file: string) =>
      typed({ loadConfig: (path) => loadConfig(path, { env: {} }), checkEnvironment }, ['config', 'check', file]);

    const [both, alone] = [await run(broken), await run(file)];

    expect(both.exitCode).toBe(2);
    expect(both.stderr).toMatch(/broken\.yaml has a fault:\n.*domian.*`domain`\.\nPORT must be a port\.\n/);
    expect({ ...alone, stderr: alone.stderr.split('\n')[0] }).toEqual({
      ...{ exitCode: 2, stdout: '' },
      stderr: 'tajo: PORT must be a port.',
    });
  });

  it('when nothing in the environment stops a start, that is said; where none is started it is not asked', async () => {
    const checkEnvironment = () => Promise.resolve(null);
    const here = await typed({ loadConfig: (path) => loadConfig(path, { env: {} }), checkEnvironment }, [
      ...['config', 'check', file],
    ]);

    expect(here).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✓ Nothing in the environment stops') });
    expect((await tajo(file)).stdout).not.toContain('environment');
  });

  it('with --online sends the settings and says what fits, what would be made, and what is probably not meant', async () => {
    api.connector.settingsCheck = {
      ...{ faults: [], creates: [{ name: 'VIP', type: 'text' }] },
      lists: [{ setting: 'lists.satisfied_customers', name: 'Happy', id: 36, sentence: 'is list 36' }],
      warnings: [{ setting: 'field_mapping.vip', sentence: 'probably not meant' }],
    };

    const { exitCode, stdout } = await tajo(file, '--online');

    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: [
        `✓ ${file} is valid.`,
        '✓ It fits yourstore.gorgias.com and its Brevo account, as they are now.',
        '  The first sync makes in Brevo: VIP (text).',
        '  lists.satisfied_customers: “Happy” is list 36.',
        '! tajo.yaml:8:7 field_mapping.vip: probably not meant.',
        '',
      ].join('\n'),
    });
    expect(api.connector.asked.settingsChecks[0]).toContain('satisfied_customers: 4711');
  });

  it('when the vendors show faults, all are told at their lines, and the exit code is 2', async () => {
    api.connector.settingsCheck = {
      ...{ warnings: [], creates: [] },
      faults: [
        { setting: 'field_mapping.vip', sentence: 'Gorgias has no such customer field' },
        { setting: 'lists.satisfied_customers', sentence: 'Brevo has no list 4711' },
      ],
    };

    const { exitCode, stdout, stderr } = await tajo(file, '--online');

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      'tajo: tajo.yaml has 2 faults:',
      '  tajo.yaml:5:7 lists.satisfied_customers: Brevo has no list 4711.',
      '  tajo.yaml:8:7 field_mapping.vip: Gorgias has no such customer field.',
    ]);
  });

  it('of a setting that the vendors speak of, nothing is guessed besides', async () => {
    const near = join(folder, 'near.yaml');
    writeFileSync(near, FILE.replace('vip: VIP', 'nb_ticket: VIP\n      phone_number: SMS'));
    api.connector.settingsCheck = {
      ...{ warnings: [], creates: [] },
      faults: [{ setting: 'field_mapping.nb_ticket', sentence: 'Gorgias has no such customer field' }],
    };

    const { stderr } = await tajo(near, '--online');

    expect(stderr.match(/near\.yaml:\d+:\d+ \S+/g)).toEqual([
      'near.yaml:8:7 field_mapping.nb_ticket:',
      'near.yaml:9:21 field_mapping.phone_number',
    ]);
  });

  it('without a file names the example', async () => {
    const { exitCode, stderr } = await tajo(join(folder, 'nowhere.yaml'));

    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'there is no such file. `tajo init` writes one, and tajo.example.yaml shows every setting.\n      Name the file that is meant, or have one made: `tajo init`.\n',
    );
  });
});
