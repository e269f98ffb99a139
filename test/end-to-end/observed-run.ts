import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from '@temporalio/worker';
import type { Sandbox } from '../../packages/sandbox/start';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { openHistoryKeys } from '../../src/store/open-history-keys';
import { createClient, createDataConverter } from '../../src/temporal/connect';
import { ACCOUNT, BREVO_KEY, GORGIAS } from '../support/connector';
import { startTestTemporal } from '../support/embedded-temporal';
import { eventually } from '../support/eventually';
import { closeAll, type Closing, openVendors, quietTemporal, withRate } from '../support/open-connector';
import { createDatabase } from '../support/postgres';

const API_KEY = 'tajo-test-key-3f9c1d8e7b6a5f4c';
const WEBHOOK_SECRET = 'webhook-test-secret';
const WORLD = { seed: 11, customers: 60, tickets: 60, surveys: 10, active: { customers: 5, messages: 20 } };

/** `npm run api` and `npm run worker`, as they are started in production, between a sandbox and a Temporal server. */
export interface ObservedRun {
  readonly sandbox: Sandbox;
  /** The exposition text of both processes, as Prometheus would scrape it. */
  scrape(): Promise<{ readonly api: string; readonly worker: string }>;
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Status of the door's answer. */
  webhook(ticketId: number, secret?: string): Promise<number>;
  /** The log of the worker so far, one JSON object a line. */
  readonly workerLog: () => string;
  /** What has become of the workflow's history on the workflows of another bundle: null, or why they could not have lived it. */
  replayOn(bundle: string, workflowId: string): Promise<string | null>;
  end(): Promise<void>;
}

/** @param env Besides what both processes need. */
export async function openObservedRun(env: Readonly<Record<string, string>> = {}): Promise<ObservedRun> {
  const closing: Closing = [];
  try {
    return await open(env, closing);
  } catch (thrown) {
    await closeAll(closing);
    throw thrown;
  }
}

async function open(env: Readonly<Record<string, string>>, closing: Closing): Promise<ObservedRun> {
  quietTemporal();
  const temporal = await startTestTemporal();
  closing.push(() => temporal.end());
  const sandbox = await openVendors(closing, { world: WORLD });
  const database = await createDatabase();
  closing.push(() => database.drop());
  const folder = mkdtempSync(join(tmpdir(), 'tajo-observed-'));
  closing.push(async () => rm(folder, { recursive: true }));
  writeFileSync(join(folder, 'tajo.yaml'), settings(readFileSync('tajo.example.yaml', 'utf8')));
  const [apiPort, workerPort] = [await freePort(), await freePort()];
  const environment = {
    PATH: process.env['PATH'] ?? '',
    TAJO_HOME: folder,
    TAJO_API_KEY: API_KEY,
    TAJO_ENCRYPTION_KEY: generateEncryptionKey(),
    PORT: String(apiPort),
    TAJO_WORKER_ADDRESS: `127.0.0.1:${String(workerPort)}`,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    GORGIAS_DOMAIN: `${ACCOUNT}.gorgias.com`,
    GORGIAS_EMAIL: GORGIAS.email,
    GORGIAS_API_KEY: GORGIAS.apiKey,
    GORGIAS_WEBHOOK_SECRET: WEBHOOK_SECRET,
    GORGIAS_BASE_URL: sandbox.gorgias.url,
    BREVO_API_KEY: BREVO_KEY,
    BREVO_BASE_URL: sandbox.brevo.url,
    ...env,
  };
  const worker = startProgram('worker', { cwd: folder, env: environment }, closing);
  const workerUrl = `http://127.0.0.1:${String(workerPort)}`;
  await isReady(workerUrl, worker);
  const api = startProgram('api', { cwd: folder, env: environment }, closing);
  const url = `http://127.0.0.1:${String(apiPort)}`;
  await isReady(url, api);
  const textOf = async (address: string): Promise<string> => (await fetch(`${address}/metrics`)).text();
  return {
    sandbox,
    scrape: async () => ({ api: await textOf(url), worker: await textOf(workerUrl) }),
    call: async (method, path, body) => {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Record<string, unknown>;
    },
    webhook: async (ticketId, secret = WEBHOOK_SECRET) => {
      const response = await fetch(`${url}/webhooks/gorgias`, {
        method: 'POST',
        headers: { 'x-webhook-secret': secret, 'content-type': 'application/json' },
        body: JSON.stringify({ ticket_id: ticketId }),
      });
      return response.status;
    },
    workerLog: () => worker.log(),
    replayOn: (bundle, workflowId) => replayOn({ bundle, workflowId }, environment),
    end: () => closeAll(closing),
  };
}

async function replayOn(
  { bundle, workflowId }: { readonly bundle: string; readonly workflowId: string },
  environment: {
    readonly TAJO_ENCRYPTION_KEY: string;
    readonly TEMPORAL_ADDRESS: string;
    readonly DATABASE_URL: string;
  },
): Promise<string | null> {
  const { TAJO_ENCRYPTION_KEY, TEMPORAL_ADDRESS, DATABASE_URL } = environment;
  const keyring = createKeyring({ keys: parseEncryptionKey(TAJO_ENCRYPTION_KEY) });
  const keys = openHistoryKeys({ databaseUrl: DATABASE_URL, keyring });
  const { client, close } = createClient({ keyring, address: TEMPORAL_ADDRESS, proxies: {} });
  try {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    const options = {
      workflowBundle: { codePath: resolve('dist/src', bundle) },
      dataConverter: createDataConverter(keyring, keys.historyKeys),
    };
    for await (const { error } of Worker.runReplayHistories(options, [{ workflowId, history }]))
      return error === undefined ? null : `${error.name}: ${error.message}`;
    return 'nothing was replayed';
  } finally {
    await close();
    await keys.close();
  }
}

/** A bucket that a run has to wait for, a campaign at once, and no run beside those that a test asks for. */
function settings(yaml: string): string {
  return withRate({ perSecond: 30, burst: 6 })(yaml)
    .replace(/campaigns: \{\}/, 'campaigns: { upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } } }')
    .replace(/every: 1m/, 'every: 1h')
    .replace(/log_api_calls: false/, 'log_api_calls: true');
}

interface Program {
  readonly child: ChildProcess;
  readonly log: () => string;
}

function startProgram(
  name: 'api' | 'worker',
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  closing: Closing,
): Program {
  const child = spawn(process.execPath, [resolve('dist/src', `${name}.js`)], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  closing.push(() => {
    child.kill('SIGTERM');
    return ended;
  });
  return { child, log: () => log };
}

function isReady(url: string, { child, log }: Program): Promise<void> {
  const asked = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`ended with ${String(child.exitCode)}: ${log()}`);
    return fetch(`${url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );
  };
  return eventually(asked, log);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
