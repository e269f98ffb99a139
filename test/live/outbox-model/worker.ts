import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { type Activities, createActivities } from '../../../src/activities';
import type { WorkerDeps } from '../../../src/activities/deps';
import { createVendors } from '../../../src/activities/vendor-clients';
import type { ConnectorConfig } from '../../../src/config/types';
import type { Store } from '../../../src/store/types';
import { withEndlessBudget } from '../../support/endless-budget';
import type { Running } from './chronicle';
import type { Done, Worker } from './driver';
import { type AttemptLog, createLifetime, type WorkerLifetime, mortalStore } from './mortal-store';

/** A rule that is switched off, to see whether that is noticed. */
export interface Plant {
  readonly config?: (config: ConnectorConfig) => ConnectorConfig;
  readonly store?: (store: Store) => Store;
  readonly deps?: (deps: WorkerDeps) => WorkerDeps;
}

export interface TestWorkerOptions extends Pick<WorkerDeps, 'signalTicket' | 'signalCampaign'> {
  readonly endWorkflows: NonNullable<WorkerDeps['endWorkflows']>;
  readonly store: Store;
  readonly config: ConnectorConfig;
  readonly gorgiasBaseUrl: string;
  readonly brevoBaseUrl: string;
  readonly now: () => number;
  readonly attempts: AttemptLog;
  readonly plant: Plant;
  /** Who is at work, from the first question to the last. */
  readonly onTurn: (worker: TestWorker, running: Running) => () => void;
}

export interface TestWorker extends Worker {
  readonly lifetime: WorkerLifetime;
  close(): Promise<void>;
}

const silent = (): void => undefined;
const SILENT = { info: silent, warn: silent, error: silent };
const logger = new DefaultLogger('ERROR');
/** An activity that is not over by then hangs. */
const HANGS_MS = 20_000;

/** The real activities with real vendors' clients, that can die at any of their questions. */
export function startTestWorker(options: TestWorkerOptions): TestWorker {
  const { now, plant } = options;
  const config = plant.config?.(options.config) ?? options.config;
  const lifetime = createLifetime();
  const planted = plant.store?.(options.store) ?? options.store;
  // Rate limits are no part of this.
  const store = withEndlessBudget(mortalStore(planted, lifetime, options.attempts));
  const configOf = (): ConnectorConfig => config;
  const vendors = createVendors({
    ...{ store, configOf, onCall: silent, log: SILENT },
    ...{ gorgiasBaseUrl: options.gorgiasBaseUrl, brevoBaseUrl: options.brevoBaseUrl },
  });
  const deps: WorkerDeps = {
    ...{ store, configOf, clockAheadMs: () => null, log: SILENT, now: () => new Date(now()) },
    gorgias: (account, lane, asker) => vendors.gorgias(account, lane, asker),
    withKeys: (account, keys) => vendors.withKeys(account, keys),
    answeredAt: (vendor, account) => vendors.answeredAt(vendor, account),
    brevo: (account, asker) => vendors.brevo(account, asker),
    endWorkflows: (...args) => lifetime.call('endWorkflows', () => options.endWorkflows(...args)),
    signalTicket: (...args) => lifetime.call('signalTicket', () => options.signalTicket(...args)),
    signalCampaign: (...args) => lifetime.call('signalCampaign', () => options.signalCampaign(...args)),
  };
  const activities = createActivities(plant.deps?.(deps) ?? deps);
  const worker: TestWorker = {
    lifetime,
    perform: async (running, work) => {
      const leave = options.onTurn(worker, running);
      try {
        return await perform(activities, lifetime, work);
      } finally {
        leave();
      }
    },
    close: () => vendors.close(),
  };
  return worker;
}

async function perform<Result>(
  activities: Activities,
  lifetime: WorkerLifetime,
  work: (activities: Activities) => Promise<Result>,
): Promise<Done<Result>> {
  const over = new AbortController();
  const environment = new MockActivityEnvironment({}, { logger });
  const answered = environment
    .run<[], Result, () => Promise<Result>>(() => work(activities))
    .then(
      (result): Done<Result> => ({ kind: 'done', result }),
      (thrown: unknown): Done<Result> => ({ kind: 'threw', thrown }),
    );
  const died = lifetime.over.then((): Done<Result> => ({ kind: 'gone' }));
  const hung = sleep(HANGS_MS, undefined, { signal: over.signal }).then(
    (): Done<Result> => ({ kind: 'threw', thrown: new Error('the activity hangs') }),
    (): Done<Result> => ({ kind: 'gone' }),
  );
  const done = await Promise.race([answered, died, hung]);
  over.abort();
  return done;
}
