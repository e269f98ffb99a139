import './require-host';
import { join } from 'node:path';
import { askReadiness } from './api/readiness';
import { type AppDeps, createApp } from './api/app';
import { listen, type RunningServer } from './api/server';
import type { Proxies } from './config/environment/proxies';
import { configOf } from './config/config-of';
import { fileOf } from './config/file/setting-lines';
import { describePolicy } from './config/file/describe-config';
import type { ConnectorConfig } from './config/types';
import type { Keyring } from './crypto/keyring';
import type { Log } from './observability/log';
import type { Metrics } from './observability/metrics';
import { openProcess, reportAndExit, runUntilStopped } from './process-setup';
import type { Store } from './store/types';
import { createClient } from './temporal/connect';
import type { Tracing } from './temporal/tracing/tracing';
import { createConnectorControl } from './control/connector-control';
import { createPayloadCodec } from './temporal/payload-codec';
import { checkNamespace } from './temporal/prepare-namespace';
import { isReachable } from './temporal/reachable';
import { temporalSettings } from './temporal/settings';
import { createWebhookAlerter } from './webhooks/alert-problem';
import { startWebhookWatch } from './webhooks/silence-check';
import { ConnectorError } from './domain/errors/connector-error';
import { failureOf } from './domain/errors/failure';
import { timestampOf } from './domain/timestamp';

/** Beside the compiled server, whether that runs or its sources do. */
const CONSOLE_FOLDER = join(__dirname, __dirname.endsWith(join('dist', 'src')) ? '../console' : '../dist/console');

export interface ApiOptions {
  readonly config: ConnectorConfig;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Null: nothing is traced. */
  readonly tracing?: Tracing | null;
  readonly apiKey: string;
  /** Missing: there is none. */
  readonly readKey?: string | null;
  /** The vendors are the sandbox. */
  readonly isSandbox?: boolean;
  /** Schedule the incremental syncs of accounts that are installed. */
  readonly schedules?: boolean;
  /** Of the webhook door; none: it is shut, and a log line says so. */
  readonly webhookSecrets: readonly string[];
  /** Null: every address of this machine. */
  readonly host: string | null;
  readonly port: number;
  /** Take the next free port when this one is busy. */
  readonly orNext: boolean;
  readonly temporalAddress: string | null;
  /** By which Temporal is reached, where it is not the embedded one. */
  readonly proxies: Partial<Proxies>;
  readonly uiUrl: string | null;
}

/** Serves the control API until closed. Starts also while Temporal is down; `/readyz` says so. */
export async function startApi(options: ApiOptions): Promise<RunningServer> {
  const { store, log, metrics, apiKey, uiUrl, config, keyring } = options;
  const temporal = createClient({ ...options, personal: store.historyKeys, address: options.temporalAddress });
  const { client } = temporal;
  const connector = createConnectorControl({
    client,
    store,
    isSandbox: options.isSandbox === true,
    settingsOf: (account) => configOf(config, account),
    syncEveryMs: (account) => {
      const { enabled, schedule } = configOf(config, account);
      return options.schedules === true && enabled ? schedule.everyMs : null;
    },
  });
  const stopping = new AbortController();
  const app = createApp({
    stopping: stopping.signal,
    store,
    log,
    metrics,
    traced: options.tracing ?? null,
    apiKey,
    readKey: options.readKey ?? null,
    consoleFolder: CONSOLE_FOLDER,
    uiUrl,
    namespace: client.options.namespace,
    translator: createPayloadCodec(keyring, store.historyKeys),
    connector,
    readiness: () => askReadiness({ temporal: () => isReachable(client), store: () => store.ping().then(() => true) }),
    ...settingsShown(config),
    webhookSecrets: options.webhookSecrets,
    trustProxy: config.trustProxy,
    encryptionKeyId: keyring.newestKeyId,
  });
  if (options.webhookSecrets.length === 0) log.warn('webhooks.no_secret', { setting: 'GORGIAS_WEBHOOK_SECRET' });
  const server = await listen(app, { host: options.host, port: options.port, orNext: options.orNext });
  const watch = startWebhookWatch({
    accounts: () => store.accounts.list(),
    alertProblem: createWebhookAlerter({
      health: store.webhookHealth,
      log,
      metrics,
      secretSet: options.webhookSecrets.length > 0,
      now: () => timestampOf(Date.now()),
    }),
  });
  return {
    ...server,
    close: async (deadlineMs) => {
      stopping.abort();
      await watch.stop();
      await server.close(deadlineMs);
      await connector.settled();
      await temporal.close();
    },
  };
}

/** What of the configuration the API tells. */
function settingsShown(
  config: ApiOptions['config'],
): Required<
  Pick<
    AppDeps,
    'campaignNames' | 'eventNames' | 'excludeOf' | 'openSupportOf' | 'csatOf' | 'tagsOf' | 'policyOf' | 'settingsFile'
  >
> {
  return {
    campaignNames: (account) => Object.keys(configOf(config, account).campaigns),
    eventNames: (account) => Object.values(configOf(config, account).eventMapping),
    excludeOf: (account) => configOf(config, account).exclude,
    openSupportOf: (account) => configOf(config, account).lists.openSupport,
    csatOf: (account) => configOf(config, account).csat,
    tagsOf: (account) => configOf(config, account).tags,
    policyOf: (account) => describePolicy(configOf(config, account)),
    settingsFile: fileOf(config),
  };
}

async function main(): Promise<void> {
  const parts = await openProcess('api');
  const { tajoApiKey, tajoReadKey, port, gorgiasWebhookSecrets } = parts.environment;
  if (tajoApiKey === null) {
    throw new ConnectorError('config.invalid', 'TAJO_API_KEY is not set: the control API needs a key of its own', {
      details: { field: 'TAJO_API_KEY' },
    });
  }
  const server = await startApi({
    ...parts,
    apiKey: tajoApiKey,
    readKey: tajoReadKey,
    webhookSecrets: gorgiasWebhookSecrets,
    host: null,
    port,
    orNext: false,
    schedules: true,
    temporalAddress: null,
    proxies: parts.environment,
    uiUrl: parts.environment.uiUrl,
  });
  parts.log.info('api.ready', { url: server.url });
  // It serves all the same: `/readyz` says no more than that something is wrong.
  void checkNamespace(temporalSettings(null), parts.environment).catch((thrown: unknown) =>
    parts.log.error('temporal.unavailable', { sentence: failureOf(thrown).message }),
  );
  await runUntilStopped(new Promise<void>(() => undefined), async () => {
    await server.close();
    await parts.store.close();
    await parts.tracing?.close();
  });
}

if (require.main === module) void main().catch((thrown: unknown) => reportAndExit(thrown));
