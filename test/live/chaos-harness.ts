import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BrevoSnapshot } from '../../packages/sandbox/brevo/model';
import type { WebhookDelivery } from '../../packages/sandbox/gorgias/webhooks/deliveries';
import type { Acquaintances, SandboxCredentials } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { createClient } from '../../src/temporal/connect';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { SECRET_HEADER } from '../../src/webhooks/secret';
import { WEBHOOK_TEMPLATES, webhookAddress } from '../../src/webhooks/template';
import { ACCOUNT } from '../support/connector';
import { createDatabase } from '../support/postgres';
import { type OwnProcess, startProcess } from '../faults/own-process';
import { eventually } from '../support/eventually';
import { type RestartedProcess, keepRunning } from './restarted-process';
import { type MortalTemporal, startMortalTemporal } from './mortal-temporal';
import { dataFolder } from '../support/data-folder';

/** Two workers and the API, each a process of its own, on a real Postgres and a Temporal server that can be killed. */
export interface ChaosHarness {
  readonly processes: readonly RestartedProcess[];
  readonly temporal: MortalTemporal;
  readonly databaseUrl: string;
  readonly client: ReturnType<typeof createClient>['client'];
  readonly vendors: Vendors;
  change(change: WorldChange): Promise<number>;
  customerOf(ticketId: number): Promise<number>;
  brevo(): Promise<BrevoSnapshot>;
  deliveries(): Promise<readonly WebhookDelivery[]>;
  happened(): Promise<{ readonly options: object; readonly happened: readonly WorldChange[] }>;
  ask<Answer>(name: string, body: object): Promise<Answer>;
}

export interface Vendors {
  readonly gorgias: string;
  readonly brevo: string;
  readonly control: string;
  readonly credentials: SandboxCredentials;
  readonly acquaintances: Acquaintances;
}

const SECRET = 'chaos-webhook-secret';
/** Gorgias' own retries take a minute and more; the feed has to tell what they lose anyway. */
const WEBHOOKS = { timeoutMs: 5_000, retryDelaysMs: [1_000, 4_000, 10_000], failuresUntilOff: 1_000_000 };
/** To be required by the API's process: it serves the world; a test serves this machine. */
export const LOOPBACK_ONLY = `const { Server } = require('node:net');
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  return listen.apply(this, args.map((arg) => (arg === '0.0.0.0' ? '127.0.0.1' : arg)));
};`;

export interface ChaosOptions {
  readonly edit: (yaml: string) => string;
  /** Default: an empty database on the server of this test run. */
  readonly databaseUrl?: string;
  /** What the helpdesk has when the connector is installed; by default nothing. */
  readonly world?: { readonly customers: number; readonly tickets: number; readonly surveys: number };
}

/** Opens the harness; what is to be closed is put into `closing`, also when the opening fails halfway. */
export async function openChaosHarness(
  closing: (() => Promise<unknown>)[],
  { edit, world, ...given }: ChaosOptions,
): Promise<ChaosHarness> {
  const home = dataFolder('tajo-chaos-');
  closing.push(() => rm(home, { recursive: true, force: true, maxRetries: 20 }));
  const databaseUrl = given.databaseUrl ?? (await ownDatabase(closing));
  const temporal = await startMortalTemporal();
  closing.push(() => temporal.stop());
  const sandbox = startProcess(
    resolve('dist/packages/sandbox/serve.js'),
    [JSON.stringify(vendorOptions(world))],
    process.env,
  );
  closing.push(() => sandbox.kill());
  const vendors = await ready(sandbox);
  writeFileSync(join(home, 'tajo.yaml'), edit(readFileSync('tajo.example.yaml', 'utf8')));
  writeFileSync(join(home, 'loopback-only.cjs'), LOOPBACK_ONLY);
  const key = generateEncryptionKey();
  const port = await findFreePort(temporal.port + 1);
  const env = environment({ home, key, port, databaseUrl, temporal, vendors });
  const processes = ['worker', 'worker', 'api'].map((name, index) =>
    keepRunning({ name: `${name}-${String(index)}`, command: [resolve('dist/src', `${name}.js`)], cwd: home, env }),
  );
  for (const member of processes) closing.push(() => member.stop());
  const { client, connection } = createClient({
    keyring: createKeyring({ keys: parseEncryptionKey(key) }),
    address: temporal.address,
    proxies: {},
  });
  closing.push(() => connection.close());
  const ask = <Answer>(name: string, body: object): Promise<Answer> => askVendors(vendors, name, body);
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(
    async () => (await fetch(`${url}/readyz`).catch(() => null))?.status === 200,
    () => processes.map((member) => `${member.name}: ${member.output().slice(-1_000)}`).join('\n'),
  );
  await ask('integrations', { add: WEBHOOK_TEMPLATES.map((template) => integration(template, url)) });
  return {
    ...{ processes, temporal, databaseUrl, client, vendors, ask },
    change: async (change) => (await ask<{ ids: [number] }>('mutate', { changes: [change] })).ids[0],
    customerOf: (ticketId) => customerOf(vendors, ticketId),
    brevo: () => ask('state', { of: 'brevo' }),
    deliveries: async () => (await ask<{ deliveries: WebhookDelivery[] }>('deliveries', {})).deliveries,
    happened: () => ask('state', { of: 'gorgias' }),
  };
}

async function ownDatabase(closing: (() => Promise<unknown>)[]): Promise<string> {
  const { url, drop } = await createDatabase();
  closing.push(drop);
  return url;
}

function vendorOptions(world: ChaosOptions['world'] = { customers: 0, tickets: 0, surveys: 0 }): object {
  return {
    ...{ seed: 3, ...world },
    gorgias: { rate: null, webhooks: WEBHOOKS },
    brevo: { limits: 'off', importDelayMs: 100 },
  };
}

async function ready(sandbox: OwnProcess): Promise<Vendors> {
  await eventually(
    () => sandbox.lines.length > 0,
    () => `no word from the vendors: ${sandbox.errors()}`,
  );
  return sandbox.lines[0] as Vendors;
}

function environment(parts: {
  readonly home: string;
  readonly key: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly temporal: MortalTemporal;
  readonly vendors: Vendors;
}): NodeJS.ProcessEnv {
  const { home, key, port, databaseUrl, temporal, vendors } = parts;
  const { gorgias, brevoApiKey } = vendors.credentials;
  return {
    ...process.env,
    ...{ TAJO_HOME: join(home, 'state'), TAJO_ENCRYPTION_KEY: key, TAJO_API_KEY: 'chaos-api-key-of-enough-length' },
    ...{ PORT: String(port), DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address },
    ...{ GORGIAS_EMAIL: gorgias.email, GORGIAS_API_KEY: gorgias.apiKey, BREVO_API_KEY: brevoApiKey },
    ...{ GORGIAS_BASE_URL: vendors.gorgias, BREVO_BASE_URL: vendors.brevo, GORGIAS_WEBHOOK_SECRET: SECRET },
    NODE_OPTIONS: `--require ${join(home, 'loopback-only.cjs')}`,
  };
}

function integration({ name, trigger, form }: (typeof WEBHOOK_TEMPLATES)[number], url: string): object {
  const http = {
    ...{ url: webhookAddress(url, ACCOUNT), form },
    ...{ headers: { [SECRET_HEADER]: SECRET }, triggers: { [trigger]: true } },
  };
  return { name, type: 'http', http };
}

async function askVendors<Answer>({ control }: Vendors, name: string, body: object): Promise<Answer> {
  const answer = await fetch(`${control}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
  const json = (await answer.json()) as Answer;
  if (!answer.ok) throw new Error(`the vendors refused ${name}: ${JSON.stringify(json)}`);
  return json;
}

async function customerOf({ gorgias, credentials }: Vendors, ticketId: number): Promise<number> {
  const { email, apiKey } = credentials.gorgias;
  const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}`;
  const answer = await fetch(`${gorgias}/api/tickets/${String(ticketId)}`, { headers: { authorization } });
  return ((await answer.json()) as { customer: { id: number } }).customer.id;
}
