import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import { startTemporal } from '../../src/dev/temporal-server/start-temporal';
import { SEARCH_ATTRIBUTES } from '../../src/temporal/search-attributes';
import { cli } from '../support/embedded-temporal';
import { temporalCli } from '../temporal/temporal-cli';
import { apiOf, liveThroughTicket } from './live-through-ticket';
import { startConnector } from './running-connector';
import { tracesOf } from './traces';

/** Made-up people carry this word in every e-mail, name, subject, note, comment and message; the keys carry the other one. */
const PERSON = 'zq7canarybird';
const KEY = 'kx9canarylock';
const EMAIL = /[\w.+-]+@[\w.-]*example\.(com|org|net)/i;

/**
 * A whole sync with trouble in between and the life of a ticket up to its campaign, at the most talkative log level, then a search through everything that was written: who the
 * customers are and what the keys are must stand nowhere but in our own database, and the keys not even there.
 */
describe('after a full sync and a ticket’s life with faults and debug logs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-blind-'));
  const home = join(folder, 'home');
  let sandbox: Sandbox | null = null;
  let exitCode: number | null = null;
  let output = '';
  let processes = '';
  let exported = '';
  let words: readonly string[] = [];
  let ticketId = 0;

  beforeAll(async () => {
    sandbox = await startTroubledSandbox();
    words = [PERSON, KEY, ...phonesOf(sandbox)];
    const cliPath = await cli();
    const connector = startConnector(['--json', '--config', writeConfig(folder)], {
      ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? folder, TAJO_HOME: home },
      ...{ TEMPORAL_CLI_PATH: cliPath, GORGIAS_DOMAIN: 'yourstore.gorgias.com' },
      ...{ GORGIAS_BASE_URL: sandbox.gorgias.url, BREVO_BASE_URL: sandbox.brevo.url },
      GORGIAS_EMAIL: sandbox.credentials.gorgias.email,
      GORGIAS_API_KEY: sandbox.credentials.gorgias.apiKey,
      BREVO_API_KEY: sandbox.credentials.brevoApiKey,
      GORGIAS_WEBHOOK_SECRET: `webhook-${KEY}`,
    });
    try {
      await connector.until('"ready":true');
      processes = connector.commandLines();
      await connector.until('"finished":true');
      ticketId = await liveThroughTicket(sandbox, apiOf(connector.output()), {
        person: PERSON,
        secret: `webhook-${KEY}`,
      });
      await connector.stop();
      exitCode = await connector.ended;
    } finally {
      await connector.stop();
      output = connector.output();
    }
    exported = await exportHistories(cliPath, home, ticketId);
  });
  afterAll(async () => {
    await sandbox?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bytesOf = (path: string): Buffer => readFileSync(join(home, path));
  const filesBelow = (path: string): readonly string[] =>
    readdirSync(join(home, path), { recursive: true, encoding: 'utf8' })
      .map((name) => join(path, name))
      .filter((name) => statSync(join(home, name)).isFile());
  const personsIn = (bytes: Buffer): readonly string[] => [
    ...tracesOf(words, bytes),
    ...(EMAIL.exec(bytes.toString('latin1'))?.slice(0, 1) ?? []),
  ];

  it('the run has succeeded, has met every fault, and has told about it', () => {
    expect(exitCode).toBe(0);
    expect(sandbox?.gorgias.faults.played).toEqual({
      ...{ '5xx': 2, html: 1, truncated: 1, 'reset-before': 1, '429': 1, rewrite: 1 },
    });
    expect(sandbox?.brevo.faults.played).toEqual({ status: 3, html: 1, 'reset-after-commit': 1 });
    expect(sandbox?.brevo.state.events().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['SUPPORT_TICKET_RESOLVED', 'CSAT_SUBMITTED', 'UPSELL']),
    );
    expect(output).toContain('vendor.call');
    expect(output).toContain('"finished":true');
  });

  it('the search finds the people where they are meant to be: in what Gorgias sends, and in our own database', async () => {
    const { gorgias, credentials } = sandbox!;
    const authorization = `Basic ${Buffer.from(`${credentials.gorgias.email}:${credentials.gorgias.apiKey}`).toString('base64')}`;
    const answer = await fetch(`${gorgias.url}/api/customers?limit=100`, { headers: { authorization } });
    const sent = Buffer.from(await answer.arrayBuffer());
    const kept = filesBelow('postgres').flatMap((file) => tracesOf([PERSON], bytesOf(file)));

    expect(tracesOf([PERSON], sent)).toEqual([`${PERSON} (plain)`]);
    expect(tracesOf([KEY], Buffer.from(authorization)).join()).toContain('base64');
    expect(kept).toContain(`${PERSON} (plain)`);
  });

  it('no file of the Temporal server holds a person or a key', () => {
    const files = readdirSync(home).filter((name) => name.startsWith('temporal.'));

    expect(files).toEqual(expect.arrayContaining(['temporal.db', 'temporal.log']));
    // What is plain by design is found, so that nothing would hide the rest.
    expect(files.flatMap((file) => tracesOf(['full-sync/yourstore'], bytesOf(file)))).toContain(
      'full-sync/yourstore (plain)',
    );
    for (const file of files) expect({ file, found: personsIn(bytesOf(file)) }).toEqual({ file, found: [] });
  });

  it('no exported history, workflow id or search attribute holds one', () => {
    expect(exported).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED');
    expect(exported).toContain('"GorgiasAccount"');
    expect(exported).toContain('settleOutcome');
    expect(exported).toContain('prepareIncremental');
    expect(personsIn(Buffer.from(exported))).toEqual([]);
  });

  it('no line of the log or on the screen holds one', () => {
    expect(personsIn(Buffer.from(output))).toEqual([]);
  });

  it('no key stands in our database in the clear, nor in any other file', () => {
    const { gorgias, brevoApiKey } = sandbox!.credentials;
    for (const file of filesBelow('.')) {
      expect({ file, found: tracesOf([KEY, gorgias.apiKey, brevoApiKey], bytesOf(file)) }).toEqual({ file, found: [] });
    }
  });

  it('no process was given a key or a person as an argument', () => {
    expect(processes).toContain('dev.js --json');
    expect(processes).toContain('server start-dev');
    expect(personsIn(Buffer.from(processes))).toEqual([]);
    for (const secret of ['encryption.key', 'api.key']) {
      expect(processes).not.toContain(bytesOf(secret).toString().trim());
    }
  });

  it('the state is for its owner only', () => {
    const open = readdirSync(home).filter((name) => (statSync(join(home, name)).mode & 0o077) !== 0);

    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'encryption.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'api.key')).mode & 0o777).toBe(0o600);
    expect(open).toEqual([]);
  });
});

function startTroubledSandbox(): Promise<Sandbox> {
  const refused = { code: 'invalid_parameter', message: `anna.${PERSON}@example.com is not what we like` };
  return startSandbox({
    world: {
      ...{ seed: 13, customers: 150, tickets: 260, surveys: 40, active: { customers: 20, messages: 80 } },
      canary: { person: PERSON, key: KEY },
    },
    gorgias: {
      rate: null,
      faults: [
        { kind: 'rewrite', rewrite: spoilFirstRow, times: 1, match: { pathPrefix: '/api/tickets' } },
        { kind: '5xx', times: 2, match: { pathPrefix: '/api/tickets' } },
        { kind: 'html', times: 1, match: { pathPrefix: '/api/customers' } },
        { kind: 'truncated', times: 1, match: { pathPrefix: '/api/customers' } },
        { kind: 'reset-before', times: 1, match: { pathPrefix: '/api/customers/' } },
        { kind: '429', times: 1, retryAfterSeconds: 1, match: { pathPrefix: '/api/satisfaction-surveys' } },
      ],
    },
    brevo: {
      ...{ limits: 'off', importDelayMs: 100 },
      faults: [
        { kind: 'status', status: 400, body: refused, times: 2, match: isContactWrite },
        { kind: 'status', status: 400, body: refused, times: 1, match: { method: 'POST', pathPrefix: '/v3/events' } },
        { kind: 'html', times: 1, match: { pathPrefix: '/v3/contacts/import' } },
        { kind: 'reset-after-commit', times: 1, match: { pathPrefix: '/v3/contacts/import' } },
      ],
    },
    credentials: {
      gorgias: { email: `owner.${PERSON}@store.example.com`, apiKey: `gorgias-${KEY}` },
      brevoApiKey: `xkeysib-${KEY}`,
    },
  });
}

function isContactWrite({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'POST' && path === '/v3/contacts';
}

/** A row that cannot be read, and whose fault carries a person's word. */
function spoilFirstRow(json: unknown): unknown {
  const page = json as { data: Record<string, unknown>[] };
  const [first, ...rest] = page.data;
  return { ...page, data: [{ ...first, created_datetime: `${PERSON}@example.com` }, ...rest] };
}

function phonesOf({ world }: Sandbox): readonly string[] {
  const numbers = [...world.customers.values()].flatMap(({ channels }) =>
    channels.filter(({ type }) => type !== 'email').map(({ address }) => address.replace(/\D/g, '')),
  );
  return numbers.filter((digits) => digits.length >= 10);
}

function writeConfig(folder: string): string {
  const example = readFileSync('tajo.example.yaml', 'utf8');
  const file = join(folder, 'tajo.yaml');
  const talkative = example
    .replace(/debug: false/, 'debug: true')
    .replace(/log_level: info/, 'log_level: verbose')
    .replace(/log_api_calls: false/, 'log_api_calls: true')
    .replace(/per_second: \d+/, 'per_second: 100')
    .replace(/burst: \d+/, 'burst: 1000')
    .replace(/every: 1m/, 'every: 5s')
    .replace(/campaigns: \{\}/, 'campaigns:\n      upsell: { when: satisfied, send: { event: UPSELL } }');
  writeFileSync(file, talkative);
  return file;
}

/** What the server itself tells of every run: list, description, history. */
async function exportHistories(cliPath: string, home: string, ticketId: number): Promise<string> {
  const server = await startTemporal({
    ...{ cliPath, home, port: 0, uiPort: 0, searchAttributes: SEARCH_ATTRIBUTES, log: () => undefined },
  });
  try {
    const ask = async (...args: string[]): Promise<string> =>
      (await temporalCli({ cliPath, home, address: server.address }, ['workflow', ...args, '--output', 'json'])).text;
    const list = await ask('list');
    // The oldest: this server's own schedule may have begun another, which nobody works on.
    const incremental = [...list.matchAll(/incremental-sync\/yourstore-[^"]+/g)].at(-1)?.[0] ?? '';
    const histories = [list];
    for (const id of ['full-sync/yourstore', `ticket/yourstore/${String(ticketId)}`, incremental])
      for (const verb of ['describe', 'show']) histories.push(await ask(verb, '--workflow-id', id));
    return histories.join('\n');
  } finally {
    await server.stop();
  }
}
