import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { createActivities } from './activities';
import { createActivityClock } from './activities/clock';
import { createActivityInterceptor } from './activities/interceptor';
import { createCallObserver } from './activities/observe-calls';
import { observedStore } from './activities/observe-store';
import { createVendors } from './activities/vendor-clients';
import { configOf } from './config/config-of';
import type { ConnectorConfig, Environment } from './config/types';
import { credentialsFrom } from './config/environment/credentials';
import { accountOf } from './domain/account/gorgias-domain';
import type { Keyring } from './crypto/keyring';
import type { Log } from './observability/log';
import type { Metrics } from './observability/metrics';
import { openProcess, reportAndExit, runUntilStopped } from './process-setup';
import { startResealing } from './store/accounts/reseal-job';
import type { Store } from './store/types';
import { connectWorker, createClient, createDataConverter } from './temporal/connect';
import { installRuntime } from './temporal/runtime';
import { ensureSchedule, switchOffSchedule } from './control/schedules';
import { createCampaignSignaller } from './control/signal-campaign';
import { createTicketSignaller } from './control/signal-ticket';
import { TASK_QUEUE } from './workflows/messages';

export interface WorkerOptions {
  readonly config: ConnectorConfig;
  readonly environment: Pick<Environment, 'gorgiasBaseUrl' | 'brevoBaseUrl'>;
  /** The newest goes to Gorgias when its integrations are set up. */
  readonly webhookSecrets?: readonly string[];
  readonly store: Store;
  readonly keyring: Keyring;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Address of the embedded server; null: the standard `TEMPORAL_*` settings. */
  readonly temporalAddress: string | null;
  /** Begin the incremental syncs of all installed accounts. */
  readonly schedules?: boolean;
  /** Workflow bundle; default: the one that the build put beside this file. */
  readonly bundlePath?: string;
}

/** A waiting ticket costs about 40 KB while it is cached, and a replay of some dozen events when it is not. */
const CACHED_WORKFLOWS = 250;

export interface RunningWorker {
  /** Rejects when the worker dies by itself. */
  readonly ended: Promise<void>;
  /** Lets activities under way finish, at most 15 s. */
  stop(): Promise<void>;
}

/** Runs workflows and activities until stopped. Throws `temporal.unavailable`-like connection errors at once. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { config, log, metrics } = options;
  const store = observedStore(options.store, metrics);
  const settingsOf = (account: string): ConnectorConfig => configOf(config, account);
  const { connection, namespace } = await connectWorker(options.temporalAddress);
  const observer = createCallObserver({ log, metrics, logApiCalls: config.logApiCalls });
  const vendors = createVendors({
    store,
    configOf: settingsOf,
    log,
    ...options.environment,
    onCall: (call) => observer.onCall(call),
  });
  const { client, close: closeClient } = createClient({ keyring: options.keyring, address: options.temporalAddress });
  const signaller = createTicketSignaller(client);
  const clock = createActivityClock(Date.now);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: options.bundlePath ?? join(__dirname, 'workflow-bundle.js') },
    activities: createActivities({
      store,
      configOf: settingsOf,
      gorgias: (account, lane, asker) => vendors.gorgias(account, lane, asker),
      brevo: (account, asker) => vendors.brevo(account, asker),
      answeredAt: (vendor, account) => vendors.answeredAt(vendor, account),
      clockAheadMs: (vendor) => observer.clockAheadMs(vendor),
      signalTicket: (account, ticketId, hint) => signaller.signal(account, ticketId, hint),
      signalCampaign: createCampaignSignaller(client),
      webhookSecret: options.webhookSecrets?.at(-1) ?? null,
      log,
      now: () => clock.now(),
    }),
    interceptors: { activity: [clock.interceptor, createActivityInterceptor()] },
    dataConverter: createDataConverter(options.keyring),
    shutdownGraceTime: '15s',
    maxConcurrentActivityTaskExecutions: 20,
    maxCachedWorkflows: CACHED_WORKFLOWS,
  });
  await announceSettings(options);
  if (options.schedules === true) await startSchedules(client, options);
  const resealing = startResealing(store.accounts, log);
  const ended = worker.run();
  return {
    ended,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
      await resealing.stop();
      await vendors.close();
      await connection.close();
      await closeClient();
    },
  };
}

/** What every process must know of an account's settings before it lets anything out. */
async function announceSettings({ store, config }: WorkerOptions): Promise<void> {
  for (const { account } of await store.accounts.list()) {
    const { enabled, eventMapping } = configOf(config, account);
    await store.accounts.setEnabled(account, enabled);
    await store.accounts.registerEvents(account, Object.keys(eventMapping));
    // Somebody may have mended a vendor's account before the start.
    await store.admission.probeNow(account);
  }
}

/** Each installed account is looked after from the start on, whoever installed it. */
async function startSchedules(client: Client, { store, config }: WorkerOptions): Promise<void> {
  for (const { account, state } of await store.accounts.list()) {
    const { enabled, schedule } = configOf(config, account);
    if (enabled) await ensureSchedule(client, account, { everyMs: schedule.everyMs, runs: state !== 'paused' });
    else await switchOffSchedule(client, account);
  }
}

async function main(): Promise<void> {
  const parts = await openProcess('worker');
  installRuntime(parts.log);
  const credentials = credentialsFrom(parts.environment, parts.config.domain);
  if (credentials !== null) await parts.store.accounts.save({ account: accountOf(credentials.domain), ...credentials });
  const worker = await startWorker({
    ...parts,
    temporalAddress: null,
    schedules: true,
    webhookSecrets: parts.environment.gorgiasWebhookSecrets,
  });
  parts.log.info('worker.ready', { taskQueue: TASK_QUEUE });
  await runUntilStopped(worker.ended, async () => {
    await worker.stop();
    await parts.store.close();
  });
}

if (require.main === module) void main().catch((thrown: unknown) => reportAndExit(thrown));
