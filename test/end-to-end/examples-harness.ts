import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import { eventually } from '../support/eventually';
import { BREVO_KEY, GORGIAS } from '../support/connector';
import { startDev } from '../support/dev-process';
import { cli } from '../support/embedded-temporal';
import { installPacked, type ProgramRun, runToEnd } from './packed-project';

/** A connector that was started as a user starts it, the vendors that it talks to, and a project that has installed the package. */
export interface ExamplesHarness {
  readonly sandbox: Sandbox;
  readonly api: string;
  readonly folder: string;
  /** What a user of the examples has in the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A line, typed as it stands into a shell that knows `tajo` and `temporal`. */
  type(line: string): Promise<ProgramRun>;
}

export type Close = () => Promise<unknown>;

/** Both valid at once. */
export const WEBHOOK_SECRETS = ['the-old-secret-of-the-door', 'the-new-secret-of-the-door'] as const;
const WORLD = { seed: 3, customers: 40, tickets: 60, surveys: 20, active: { customers: 5, messages: 20 } };

/** @param closing Takes what ends each part as soon as it is there, so that a start that fails halfway leaves nothing open. */
export async function openExamplesHarness(closing: Close[], config: string): Promise<ExamplesHarness> {
  const home = mkdtempSync(join(tmpdir(), 'tajo-examples-'));
  closing.push(() => rm(home, { recursive: true, force: true }));
  const sandbox = await startSandbox({
    world: WORLD,
    gorgias: { rate: null },
    brevo: { limits: 'off', importDelayMs: 100 },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  closing.push(() => sandbox.close());
  const keys = { GORGIAS_API_KEY: GORGIAS.apiKey, BREVO_API_KEY: BREVO_KEY };
  const file = join(home, 'connector.yaml');
  writeFileSync(file, config);
  const connector = startDev(['--json', '--config', file], {
    ...{ ...keys, TAJO_HOME: home, PORT: '18140', GORGIAS_EMAIL: GORGIAS.email },
    ...{ GORGIAS_DOMAIN: 'yourstore.gorgias.com', GORGIAS_WEBHOOK_SECRET: WEBHOOK_SECRETS.join(',') },
    ...{ GORGIAS_BASE_URL: sandbox.gorgias.url, BREVO_BASE_URL: sandbox.brevo.url },
  });
  closing.push(() => {
    connector.child.kill('SIGINT');
    return connector.exited;
  });
  // Meanwhile, because both take seconds.
  const folder = join(home, 'project');
  installPacked(folder);
  const { api, temporal } = await connector.ready();
  await eventually(() => connector.stdout().includes('"finished":true'));
  const { apiKey } = JSON.parse(readFileSync(join(home, 'connector.json'), 'utf8'));
  const bin = join(home, 'bin');
  addCommands(bin, { tajo: join(folder, 'node_modules/.bin/tajo'), temporal: await cli() });
  const env = {
    ...{ ...keys, TAJO_HOME: home, TAJO_API_KEY: apiKey, TAJO_URL: api, TEMPORAL_ADDRESS: temporal },
    ...{ HOME: home, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  };
  return { sandbox, api, folder, env, type: (line) => runToEnd('sh', ['-c', line], { cwd: folder, env }) };
}

function addCommands(bin: string, paths: Readonly<Record<string, string>>): void {
  mkdirSync(bin);
  for (const [name, path] of Object.entries(paths)) symlinkSync(path, join(bin, name));
}
