import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateEncryptionKey } from '../../src/crypto/encryption-key';
import { readWorkflowBuild } from '../../src/temporal/deployment/workflow-build';
import { buildCli, type Finished } from '../cli/built-cli';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';

describe('tajo preflight, in the folder of a connector that npm start runs,', () => {
  let temporal: TestTemporal;
  beforeAll(async () => {
    temporal = await startTestTemporal();
  });
  afterAll(() => temporal.end());

  const preflight = async (settings: Readonly<Record<string, string>>): Promise<Finished> => {
    const cli = buildCli();
    const env = { TAJO_HOME: temporal.home, TAJO_ENCRYPTION_KEY: generateEncryptionKey(), ...settings };
    const finished = await cli.run(['preflight', '--json'], { env });
    cli.remove();
    return finished;
  };

  it('asks for the build that is run: where traces are kept, the one that keeps them', async () => {
    const [plain, traced] = await Promise.all([
      preflight({}),
      preflight({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }),
    ]);

    const idOf = (bundle: string): string => readWorkflowBuild(resolve('dist/src', bundle)).buildId;
    expect(JSON.parse(plain.stdout)).toMatchObject({ buildId: idOf('workflow-bundle.js'), replayed: 0 });
    expect(JSON.parse(traced.stdout)).toMatchObject({ buildId: idOf('workflow-bundle-traced.js'), replayed: 0 });
  });

  it('when a profile was chosen, asks the server of the profile', async () => {
    const file = join(temporal.home, 'temporal.toml');
    writeFileSync(file, `[profile.live]\naddress = "${temporal.address}"\nnamespace = "of-the-profile"\n`);

    const { exitCode, stderr } = await preflight({ TEMPORAL_PROFILE: 'live', TEMPORAL_CONFIG_FILE: file });

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('of-the-profile')]);
  });

  it('where none runs and none is named, says both ways to ask', async () => {
    const { exitCode, stderr } = await preflight({ TAJO_HOME: join(temporal.home, 'nobody'), TAJO_ENCRYPTION_KEY: '' });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/ask while it runs, or set both/);
  });
});
