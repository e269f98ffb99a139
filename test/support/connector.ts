import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConfig } from '../../src/config/parse-config';
import type { ConnectorConfig } from '../../src/config/types';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring, type Keyring } from '../../src/crypto/keyring';
import type { ConnectorControl } from '../../src/control/control';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { openStore } from '../../src/store/open';
import type { Store } from '../../src/store/types';
import { createClient } from '../../src/temporal/connect';
import { createConnectorControl } from '../../src/control/connector-control';
import { type RunningWorker, startWorker, type WorkerOptions } from '../../src/worker';
import type { FullSyncInput, SyncTotals } from '../../src/workflows/messages';
import { createDatabase } from './postgres';

export const ACCOUNT = 'yourstore';
export const GORGIAS = { email: 'you@yourstore.com', apiKey: 'gorgias-test-key' };
export const BREVO_KEY = 'xkeysib-test-key';

export interface TestConnector {
  readonly store: Store;
  readonly control: ConnectorControl;
  readonly client: ReturnType<typeof createClient>['client'];
  readonly keyring: Keyring;
  readonly databaseUrl: string;
  /** All log lines so far. */
  readonly logs: () => string;
  /** A full sync from start to end. */
  sync(input?: Partial<FullSyncInput>): Promise<SyncTotals>;
  /** `over`: what the new one has differently. */
  restartWorker(over?: Partial<WorkerOptions>): Promise<void>;
  /** Another worker on the same queue, to be stopped by whoever has started it. */
  startWorkerBeside(over: Partial<WorkerOptions>): Promise<RunningWorker>;
  end(): Promise<void>;
}

export interface TestConnectorOptions {
  readonly gorgiasUrl: string;
  readonly brevoUrl: string;
  /** Null: what `TEMPORAL_*` names. */
  readonly temporalAddress: string | null;
  /** Replaces text of the shipped example configuration. */
  readonly edit?: (yaml: string) => string;
  /** Default: an empty database. */
  readonly databaseUrl?: string;
  /** Default: a new key. */
  readonly keyring?: Keyring;
  /** Null: all histories are sealed by the keyring, so that whoever has it can read them without this store. */
  readonly historyKeys?: null;
}

/** Store, worker and control in this process, on a real Temporal server and real HTTP. */
export async function startTestConnector(options: TestConnectorOptions): Promise<TestConnector> {
  const keyring = options.keyring ?? createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
  const own = options.databaseUrl === undefined ? await createDatabase() : null;
  const databaseUrl = options.databaseUrl ?? own?.url ?? '';
  const store = await openStore({ databaseUrl, keyring });
  await store.accounts.save({
    account: ACCOUNT,
    domain: `${ACCOUNT}.gorgias.com`,
    email: GORGIAS.email,
    gorgiasApiKey: GORGIAS.apiKey,
    brevoApiKey: BREVO_KEY,
  });
  const { historyKeys = store.historyKeys } = options;
  const lines: string[] = [];
  const log = createLog({ level: 'debug', json: true, destination: { write: (line) => lines.push(line) } });
  const workerOptions = {
    ...{ store, keyring, historyKeys, log, metrics: createMetrics(), temporalAddress: options.temporalAddress },
    config: testConfig(options.edit),
    environment: { gorgiasBaseUrl: options.gorgiasUrl, brevoBaseUrl: options.brevoUrl, otlpEndpoint: null },
    bundlePath: resolve('dist/src/workflow-bundle.js'),
    webhookSecrets: ['webhook-test-secret'],
  };
  let settings = workerOptions.config;
  let worker: RunningWorker = await startWorker(workerOptions);
  const { client, close: closeClient } = createClient({
    ...{ keyring, personal: historyKeys, address: options.temporalAddress, proxies: {} },
  });
  const control = createConnectorControl({
    ...{ client, store, syncEveryMs: () => null },
    settingsOf: () => settings,
  });
  return {
    ...{ store, control, client, keyring, databaseUrl },
    logs: () => lines.join(''),
    sync: async (input = {}) => {
      const { workflowId } = await control.startSync({ account: ACCOUNT, ...input });
      return client.workflow.getHandle(workflowId).result() as Promise<SyncTotals>;
    },
    restartWorker: async (over = {}) => {
      await worker.stop();
      settings = over.config ?? workerOptions.config;
      worker = await startWorker({ ...workerOptions, ...over });
    },
    startWorkerBeside: (over) => startWorker({ ...workerOptions, ...over }),
    end: async () => {
      await worker.stop();
      await closeClient();
      await store.close();
      await own?.drop();
    },
  };
}

export function testConfig(edit: (yaml: string) => string = (yaml) => yaml): ConnectorConfig {
  return parseConfig(edit(readFileSync('tajo.example.yaml', 'utf8')), 'tajo.yaml', {}).config;
}
