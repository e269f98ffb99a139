import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Sandbox, startSandbox } from '../../src/sandbox/start';
import { BREVO_KEY, GORGIAS } from '../support/connector';
import { type DevProcess, startDev } from '../support/dev-process';
import { eventually } from '../faults/stage';
import { installPacked, runProgram } from './packed-sdk';

/** The programs of the specification as they stand, as one. */
const PROGRAM = `
const tajo = new TajoClient({ apiKey: process.env.TAJO_API_KEY, brevoApiKey: process.env.BREVO_API_KEY });
await tajo.connectors.connect('gorgias', { domain: 'yourstore.gorgias.com', apiKey: process.env.GORGIAS_API_KEY });   // email: option or GORGIAS_EMAIL
await tajo.connectors.sync('gorgias', { type: 'incremental', resources: ['customers'], since: '2024-01-01', batchSize: 30 });
const status = await tajo.connectors.status('gorgias');
// { connected: true, lastSync: '2024-03-15T17:00:00Z', customersCount: 14200, ticketsTracked: 28600, csatResponses: 3400, … }
await tajo.connectors.handleEvent('gorgias', { type: 'ticket.updated', payload: { ticketId, status, customerEmail, channel, tags, satisfaction } });
tajo.connectors.on('gorgias', 'ticket.closed', async (event) => {
  if (event.satisfaction_score >= 4) {
    await tajo.campaigns.trigger('post-support-upsell', { email: event.customer.email,
      params: { agent_name: event.assignee.name, ticket_subject: event.subject, resolution_time: event.resolution_time } });
  }
});
await tajo.connectors.sync('gorgias', { type: 'incremental', resources: ['satisfaction_surveys'], since: '2024-01-01' });
`;
const BEFORE = `
const ticketId = Number(process.env.TICKET_ID);
const [customerEmail, channel, tags, satisfaction] = ['ada@customer.example.com', 'chat', ['vip'], { score: 5 }];
`;
/** Ends when the handler above has dealt with the ticket: handlers of one event are called in turn. */
const AFTER = `
const event = await new Promise((done) => tajo.connectors.on('gorgias', 'ticket.closed', done));
console.log(JSON.stringify({ status, event }));
process.exit(0);
`;
const IMPORT = `import { TajoClient } from '@tajo/sdk';`;
const REQUIRE = `const { TajoClient } = require('@tajo/sdk');`;

const WORLD = { seed: 3, customers: 40, tickets: 60, surveys: 20, active: { customers: 5, messages: 20 } };

let sandbox: Sandbox | null = null;
let connector: DevProcess | null = null;
let project: string | null = null;
const home = mkdtempSync(join(tmpdir(), 'tajo-packed-'));
let env: Record<string, string> = {};

beforeAll(async () => {
  sandbox = await startSandbox({
    world: WORLD,
    gorgias: { rate: null },
    brevo: { limits: 'off', importDelayMs: 100 },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  const config = join(home, 'tajo.yaml');
  const yaml = readFileSync('tajo.example.yaml', 'utf8');
  writeFileSync(config, yaml.replace(/per_second: \d+/, 'per_second: 100').replace(/every: 1m/, 'every: 1h'));
  connector = startDev(['--json', '--config', config], {
    ...{ TAJO_HOME: home, PORT: '18120', GORGIAS_DOMAIN: 'yourstore.gorgias.com', GORGIAS_EMAIL: GORGIAS.email },
    ...{ GORGIAS_API_KEY: GORGIAS.apiKey, BREVO_API_KEY: BREVO_KEY },
    ...{ GORGIAS_BASE_URL: sandbox.gorgias.url, BREVO_BASE_URL: sandbox.brevo.url },
  });
  const { api } = await connector.ready();
  const { stdout } = connector;
  await eventually(() => stdout().includes('"finished":true'));
  const { apiKey } = JSON.parse(readFileSync(join(home, 'connector.json'), 'utf8'));
  env = { TAJO_URL: api, TAJO_API_KEY: apiKey, BREVO_API_KEY: BREVO_KEY };
  env = { ...env, GORGIAS_EMAIL: GORGIAS.email, GORGIAS_API_KEY: GORGIAS.apiKey };
  project = installPacked();
}, 300_000);

afterAll(async () => {
  connector?.child.kill('SIGINT');
  await connector?.exited;
  await sandbox?.close();
  for (const folder of [home, project]) if (folder !== null) rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** A ticket of somebody new that has ended well; nobody has told the connector. */
function endedTicket(world: Sandbox['world'], email: string): number {
  const ticketId = world.change({ do: 'openTicketByNewcomer', email, subject: 'Late', channel: 'chat' });
  world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  world.change({ do: 'sendSurvey', ticketId });
  world.change({ do: 'scoreSurvey', ticketId, score: 5 });
  return ticketId;
}

test.each([
  ['an ES module', 'program.mjs', [IMPORT, BEFORE, PROGRAM, AFTER].join('\n')],
  ['CommonJS', 'program.cjs', `${REQUIRE}\n(async () => {\n${[BEFORE, PROGRAM, AFTER].join('\n')}\n})();`],
])(
  'when only the package is installed, the programs of the specification run as %s',
  async (_case, file, text) => {
    if (sandbox === null || project === null) throw new Error('the stage did not come up');
    const email = `${file.replace('.', '-')}@customer.example.com`;
    const ticketId = endedTicket(sandbox.world, email);

    const { code, stdout, stderr } = await runProgram(project, {
      ...{ file, text },
      env: { ...env, TICKET_ID: String(ticketId) },
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { status, event } = JSON.parse(stdout);
    expect(status).toMatchObject({ connected: true, customersCount: expect.any(Number), lastSync: expect.any(String) });
    expect(event).toMatchObject({ ticket_id: ticketId, satisfaction_score: 5, customer: { email }, subject: 'Late' });
    const sent = sandbox.brevo.state.snapshot().events.filter(({ name }) => name === 'POST_SUPPORT_UPSELL');
    expect(sent.map(({ properties }) => properties['ticket_id'])).toContain(ticketId);
  },
  180_000,
);

test('when a program is written in TypeScript, each of the package’s types is found, from either kind of module', () => {
  if (project === null) throw new Error('the stage did not come up');
  symlinkSync(resolve('node_modules/@types'), join(project, 'node_modules/@types'));
  const checked = `${IMPORT}\nasync function main(): Promise<void> {${BEFORE}${PROGRAM}
    const wrong: string = (await tajo.connectors.status('gorgias')).customersCount;
  }\nvoid main();`;
  for (const name of ['typed.mts', 'typed.cts']) writeFileSync(join(project, name), checked);
  const options = ['--noEmit', '--strict', '--strictNullChecks', 'false', '--module', 'node20', '--types', 'node'];
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const run = (): string =>
    execFileSync(
      process.execPath,
      [tsc, ...options, '--skipLibCheck', '--target', 'es2023', 'typed.mts', 'typed.cts'],
      {
        ...{ cwd: project ?? '', encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      },
    );
  const faults = ((): string => {
    try {
      return run();
    } catch (thrown) {
      return String((thrown as { stdout?: string }).stdout);
    }
  })();
  // The planted fault alone: a type that is not found would be any, and let it pass.
  expect(faults.match(/error TS\d+: .*/g)).toEqual(
    Array<string>(2).fill("error TS2322: Type 'number' is not assignable to type 'string'."),
  );
}, 120_000);
