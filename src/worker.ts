import './require-host';
import type { Client } from '@temporalio/client';
import { type ActivityInterceptorsFactory, Worker } from '@temporalio/worker';
import { createActivities } from './activities';
import { storeStartKeys } from './activities/accounts/start-keys';
import { type ActivityClock, createActivityClock } from './activities/clock';
import { createActivityInterceptor } from './activities/interceptor';
import { type CallObserver, createCallObserver } from './activities/observe-calls';
import { observedStore } from './activities/observe-store';
import { createVendors, type Vendors } from './activities/vendor-clients';
import { askReadiness, NOT_READY, type Readiness } from './api/readiness';
import { openWorkerDoor } from './api/worker-door';
import { configOf } from './config/config-of';
import type { ConnectorConfig, Environment } from './config/types';
import type { Proxies } from './config/environment/proxies';
import { credentialsFrom } from './config/environment/credentials';
import type { Keyring } from './crypto/keyring';
import type { Log } from './observability/log';
import type { Metrics } from './observability/metrics';
import { openProcess, reportAndExit, runUntilStopped } from './process-setup';
import { startResealing } from './store/accounts/reseal-job';
import type { Store } from './store/types';
import { connectWorker, createClient, createDataConverter, keysOrKeyring, runUntilLost } from './temporal/connect';
import { prepareNamespace } from './temporal/prepare-namespace';
import type { Tracing } from './temporal/tracing/tracing';
import { isReachable } from './temporal/reachable';
import { type DeploymentSettings, versionedWorker } from './temporal/deployment/versioned-worker';
import { workflowBundleOf } from './temporal/deployment/workflow-build';
import { installRuntime } from './temporal/runtime';
import { temporalSettings } from './temporal/settings';
import { createNightlyAudits } from './control/audits';
import { startSchedules } from './control/start-schedules';
import { createCampaignSignaller } from './control/signal-campaign';
import { signalCampaigns } from './control/signal-waiting';
import { createTicketSignaller } from './control/signal-ticket';
import { explained } from './control/temporal-call';
import { terminateWorkflows } from './control/terminate-workflows';
import { TASK_QUEUE } from './workflows/messages';

export interface WorkerOptions {
  readonly config: ConnectorConfig;
  readonly environment: Pick<Environment, 'gorgiasBaseUrl' | 'brevoBaseUrl' | 'otlpEndpoint'> & Partial<Proxies>;
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
  /** Of single tickets; default: the store’s. Null: all histories are sealed by the keyring. */
  readonly historyKeys?: Store['historyKeys'] | null;
  /** Workflow bundle; default: the one of the build. */
  readonly bundlePath?: string;
  /** Missing: a worker without a version. */
  readonly deployment?: DeploymentSettings;
  /** Null: nothing is traced. */
  readonly tracing?: Tracing | null;
}

/** A waiting ticket costs about 40 KB while it is cached, and a replay of some dozen events when it is not. */
const CACHED_WORKFLOWS = 250;

export interface RunningWorker {
  readonly buildId: string;
  /** Rejects when the worker dies by itself. */
  readonly ended: Promise<void>;
  /** Whether it works, and what it stands on answers. */
  readiness(): Promise<Readiness>;
  /** Lets activities under way finish, at most 15 s. Throws what the worker died of. */
  stop(): Promise<void>;
}

/** Runs workflows and activities until stopped. Throws `temporal.unavailable` at once where Temporal cannot be used as it is. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { log, metrics, keyring, tracing = null, temporalAddress: address, environment: proxies } = options;
  const store = observedStore(options.store, metrics);
  const { historyKeys: personal = store.historyKeys } = options;
  const temporal = temporalSettings(address);
  await prepareNamespace(temporal, proxies);
  const { connection, namespace } = await connectWorker(address, proxies);
  const { client, close: closeClient } = createClient({ keyring, personal, address, proxies, tracing });
  const { vendors, observer } = openVendors(options, { store, client });
  const clock = createActivityClock(Date.now);
  const versioned = await versionedWorker({
    client,
    log,
    bundlePath: options.bundlePath ?? workflowBundleOf(options.environment),
    settings: options.deployment,
  });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    ...versioned.options,
    sinks: tracing?.sinks ?? {},
    activities: activitiesOf(options, { store, client, vendors, observer, clock }),
    interceptors: { activity: aroundActivities(clock, options) },
    dataConverter: createDataConverter(keyring, keysOrKeyring(keyring, personal)),
    shutdownGraceTime: '15s',
    maxConcurrentActivityTaskExecutions: 20,
    maxCachedWorkflows: CACHED_WORKFLOWS,
  });
  await announceSettings(options);
  const settingsOf = (account: string): ConnectorConfig => configOf(options.config, account);
  if (options.schedules === true) await explained(client, () => startSchedules(client, { store, settingsOf }));
  const resealing = startResealing(store.accounts, log);
  const ended = runUntilLost(worker, temporal.address);
  const keeper = versioned.keep();
  await Promise.race([keeper.settled, ended]);
  return {
    ended,
    buildId: versioned.buildId,
    readiness: () => readinessOf(worker, client, store),
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled([keeper.stop(), ended]);
      await resealing.stop();
      await vendors.close();
      await connection.close();
      await closeClient();
      await ended;
    },
  };
}

interface ActivityParts {
  readonly store: Store;
  readonly client: Client;
  readonly vendors: Vendors;
  readonly observer: CallObserver;
  readonly clock: ActivityClock;
}

function activitiesOf(
  { config, metrics, log, webhookSecrets }: WorkerOptions,
  { store, client, vendors, observer, clock }: ActivityParts,
): ReturnType<typeof createActivities> {
  const signaller = createTicketSignaller(client);
  return createActivities({
    store,
    configOf: (account) => configOf(config, account),
    gorgias: (account, lane, asker) => vendors.gorgias(account, lane, asker),
    brevo: (account, asker) => vendors.brevo(account, asker),
    withKeys: (account, keys) => vendors.withKeys(account, keys),
    answeredAt: (vendor, account) => vendors.answeredAt(vendor, account),
    clockAheadMs: (vendor) => observer.clockAheadMs(vendor),
    signalTicket: (account, ticketId, hint) => explained(client, () => signaller.signal(account, ticketId, hint)),
    signalCampaign: (...of) => explained(client, () => createCampaignSignaller(client)(...of)),
    endWorkflows: (...of) => terminateWorkflows(client, ...of),
    startNightlyAudit: createNightlyAudits(client),
    onJudged: (failure) => metrics.failureJudged(failure),
    webhookSecret: webhookSecrets?.at(-1) ?? null,
    log,
    now: () => clock.now(),
  });
}

function openVendors(
  { config, log, metrics, environment, tracing = null }: WorkerOptions,
  { store, client }: Pick<ActivityParts, 'store' | 'client'>,
): {
  readonly vendors: Vendors;
  readonly observer: CallObserver;
} {
  const observer = createCallObserver({ log, metrics, tracing, logApiCalls: config.logApiCalls });
  const vendors = createVendors({
    ...environment,
    proxies: environment,
    store,
    log,
    configOf: (account) => configOf(config, account),
    onCall: (call) => observer.onCall(call),
    onWait: (wait) => metrics.budgetWaited(wait),
    // Whoever was turned back while one request tried for all waits without a timer.
    onLift: (account) =>
      void signalCampaigns(client, store, account).catch(() => log.warn('campaigns.not_woken', { account })),
  });
  return { vendors, observer };
}

function readinessOf(worker: Worker, client: Client, store: Store): Promise<Readiness> {
  return askReadiness({
    temporal: async () => worker.getState() === 'RUNNING' && (await isReachable(client)),
    store: () => store.ping().then(() => true),
  });
}

/** The first is the outermost. */
function aroundActivities(
  clock: ActivityClock,
  { metrics, tracing }: Pick<WorkerOptions, 'metrics' | 'tracing'>,
): ActivityInterceptorsFactory[] {
  const inner = createActivityInterceptor((activity, code) => {
    metrics.activityFailed(activity, code);
    tracing?.failed(code);
  });
  return [...(tracing ? [tracing.activityInterceptor] : []), clock.interceptor, inner];
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

async function main(): Promise<void> {
  const parts = await openProcess('worker');
  installRuntime(parts.log);
  const { log, metrics, environment, config } = parts;
  const keptOut = await storeStartKeys(parts, credentialsFrom(environment, config.domain));
  if (keptOut.length > 0) log.warn('keys.kept_out', { sentence: keptOut.join(' ') });
  let worker: RunningWorker | null = null;
  // Open before there is a worker: whoever asks meanwhile hears that it is not ready.
  const readiness = (): Promise<Readiness> => worker?.readiness() ?? Promise.resolve(NOT_READY);
  const door = await openWorkerDoor({ log, metrics, readiness }, environment.workerAddress);
  const running = await startWorker({
    ...parts,
    temporalAddress: null,
    schedules: true,
    deployment: { mode: environment.deployment },
    webhookSecrets: environment.gorgiasWebhookSecrets,
  });
  worker = running;
  log.info('worker.ready', { taskQueue: TASK_QUEUE, url: door.url, buildId: running.buildId });
  await runUntilStopped(running.ended, async () => {
    await door.close();
    await running.stop();
    await parts.store.close();
    await parts.tracing?.close();
  });
}

if (require.main === module) void main().catch((thrown: unknown) => reportAndExit(thrown));
