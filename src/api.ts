import { createApp } from './api/app';
import { listen, type RunningServer } from './api/server';
import { configOf } from './config/config-of';
import type { ConnectorConfig } from './config/types';
import type { Keyring } from './crypto/keyring';
import type { Log } from './observability/log';
import type { Metrics } from './observability/metrics';
import { openProcess, reportAndExit, runUntilStopped } from './process-setup';
import type { Store } from './store/types';
import { createClient } from './temporal/connect';
import { createConnectorControl } from './control/connector-control';
import { createPayloadCodec } from './temporal/payload-codec';
import { createWebhookAlerter } from './webhooks/alert-problem';
import { startWebhookWatch } from './webhooks/silence-check';
import { ConnectorError } from './domain/errors/connector-error';
import { timestampOf } from './domain/timestamp';

export interface ApiOptions {
  readonly config: ConnectorConfig;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly apiKey: string;
  /** Schedule the incremental syncs of accounts that are installed. */
  readonly schedules?: boolean;
  /** Of the webhook door; none: it is shut, and a log line says so. */
  readonly webhookSecrets: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Take the next free port when this one is busy. */
  readonly orNext: boolean;
  readonly temporalAddress: string | null;
  readonly uiUrl: string | null;
}

/** Serves the control API until closed. Starts also while Temporal is down; `/readyz` says so. */
export async function startApi(options: ApiOptions): Promise<RunningServer> {
  const { store, log, metrics, apiKey, uiUrl, config } = options;
  const temporal = createClient({ keyring: options.keyring, address: options.temporalAddress });
  const { client, connection } = temporal;
  const connector = createConnectorControl({
    client,
    store,
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
    apiKey,
    uiUrl,
    translator: createPayloadCodec(options.keyring),
    connector,
    readiness: async () => ({
      temporal: await succeeds(() =>
        connection.withDeadline(Date.now() + 2_000, () => connection.healthService.check({})),
      ),
      store: await succeeds(() => store.ping()),
    }),
    tagSources: (account) => configOf(config, account).tags.from,
    webhookSecrets: options.webhookSecrets,
    encryptionKeyId: options.keyring.newestKeyId,
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

async function succeeds(probe: () => Promise<unknown>): Promise<boolean> {
  try {
    await probe();
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const parts = await openProcess('api');
  const { tajoApiKey, port, gorgiasWebhookSecrets } = parts.environment;
  if (tajoApiKey === null) {
    throw new ConnectorError('config.invalid', 'TAJO_API_KEY is not set: the control API needs a key of its own', {
      details: { field: 'TAJO_API_KEY' },
    });
  }
  const server = await startApi({
    ...parts,
    apiKey: tajoApiKey,
    webhookSecrets: gorgiasWebhookSecrets,
    host: '0.0.0.0',
    port,
    orNext: false,
    schedules: true,
    temporalAddress: null,
    uiUrl: parts.environment.uiUrl,
  });
  parts.log.info('api.ready', { url: server.url });
  await runUntilStopped(new Promise<void>(() => undefined), async () => {
    await server.close();
    await parts.store.close();
  });
}

if (require.main === module) void main().catch((thrown: unknown) => reportAndExit(thrown));
