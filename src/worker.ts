import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { createActivities } from './activities';
import { createActivityInterceptor } from './activities/interceptor';
import { createVendors } from './activities/vendors';
import type { ConnectorConfig, Environment } from './config/types';
import { credentialsFrom } from './config/credentials';
import { accountOf } from './config/gorgias-domain';
import type { Keyring } from './crypto/keyring';
import type { HttpCall } from './http/transport';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { openProcess, reportAndExit, runUntilStopped } from './process';
import type { Store } from './store/types';
import { connectWorker, createDataConverter } from './temporal/connect';
import { installRuntime } from './temporal/runtime';
import { TASK_QUEUE } from './workflows/messages';

export interface WorkerOptions {
  readonly config: ConnectorConfig;
  readonly environment: Pick<Environment, 'gorgiasBaseUrl' | 'brevoBaseUrl'>;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Address of the embedded server; null: the standard `TEMPORAL_*` settings. */
  readonly temporalAddress: string | null;
  /** Workflow bundle; default: the one that the build put beside this file. */
  readonly bundlePath?: string;
}

export interface RunningWorker {
  /** Rejects when the worker dies by itself. */
  readonly ended: Promise<void>;
  /** Lets activities under way finish, at most 15 s. */
  stop(): Promise<void>;
}

/** Runs workflows and activities until stopped. Throws `temporal.unavailable`-like connection errors at once. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { store, config, log } = options;
  const { connection, namespace } = await connectWorker(options.temporalAddress);
  const vendors = createVendors({
    store,
    rate: config.rate,
    ...options.environment,
    onCall: (call) => observeCall(options, call),
  });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: options.bundlePath ?? join(__dirname, 'workflow-bundle.js') },
    activities: createActivities({
      store,
      config,
      gorgias: (account, lane) => vendors.gorgias(account, lane),
      brevo: (account) => vendors.brevo(account),
      log,
      now: () => new Date(),
    }),
    interceptors: { activity: [createActivityInterceptor()] },
    dataConverter: createDataConverter(options.keyring),
    shutdownGraceTime: '15s',
    maxConcurrentActivityTaskExecutions: 20,
  });
  const ended = worker.run();
  return {
    ended,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
      await vendors.close();
      await connection.close();
    },
  };
}

function observeCall({ log, metrics, config }: WorkerOptions, call: HttpCall): void {
  metrics.vendorCall({
    vendor: call.vendor,
    route: call.route,
    status: call.status ?? call.code ?? 'aborted',
    ms: call.ms,
  });
  if (config.logApiCalls) log.debug('vendor.call', { ...call });
}

async function main(): Promise<void> {
  const parts = await openProcess('worker');
  installRuntime(parts.log);
  const credentials = credentialsFrom(parts.environment, parts.config.domain);
  if (credentials !== null) await parts.store.accounts.save({ account: accountOf(credentials.domain), ...credentials });
  const worker = await startWorker({ ...parts, temporalAddress: null });
  parts.log.info('worker.ready', { taskQueue: TASK_QUEUE });
  await runUntilStopped(worker.ended, async () => {
    await worker.stop();
    await parts.store.close();
  });
}

if (require.main === module) void main().catch(reportAndExit);
