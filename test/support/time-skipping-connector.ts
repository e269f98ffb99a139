import { resolve } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { type Activities, createActivities } from '../../src/activities';
import { type ActivityClock, createActivityClock } from '../../src/activities/clock';
import { createActivityInterceptor } from '../../src/activities/interceptor';
import { createVendors } from '../../src/activities/vendor-clients';
import { createLog } from '../../src/observability/log';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import type { Keyring } from '../../src/crypto/keyring';
import type { Store } from '../../src/store/types';
import { connectWorker, createClient, createDataConverter } from '../../src/temporal/connect';
import { createCampaignSignaller } from '../../src/control/signal-campaign';
import { createTicketSignaller } from '../../src/control/signal-ticket';
import { TASK_QUEUE } from '../../src/workflows/messages';
import { ACCOUNT, BREVO_KEY, GORGIAS, testConfig } from './connector';
import { openTestStore, type OpenedStore } from '../store/stores';
import { moveDatabaseClock } from './database-clock';
import { startTimeSkippingServer, type TimeSkippingServer } from './time-skipping';

/** Everything on one clock that can be moved on: Temporal server, both vendors, the database, and the worker, whose own clock can be wrong. */
export interface MovableTime {
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly client: ReturnType<typeof createClient>['client'];
  readonly keyring: Keyring;
  /** Of the Temporal server. */
  readonly address: string;
  hint(ticketId: number): Promise<void>;
  skip(ms: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends the worker and starts another; only where no worker caches, for this server waits for ever for one that had a workflow in its cache. */
  restartWorker(): Promise<void>;
  /** From now on the worker's machine is so far ahead of everybody else; negative: behind. */
  setWorkerClock(wrongByMs: number): void;
  end(): Promise<void>;
}

/** @param cached Workflows that the worker keeps; 0: each task begins from the history alone. */
export async function openMovableTime(edit: (yaml: string) => string, cached: number): Promise<MovableTime> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const closing: (() => Promise<unknown>)[] = [];
  const end = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return { ...(await open(edit, cached, closing)), end };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

async function open(
  edit: (yaml: string) => string,
  cached: number,
  closing: (() => Promise<unknown>)[],
): Promise<Omit<MovableTime, 'end'>> {
  const server = await startTimeSkippingServer();
  closing.push(() => server.end());
  const { store, keyring, close } = await openOwnStore();
  closing.push(close);
  const clock = createClock(server, store);
  const sandbox = await startSandbox({
    world: { seed: 12, customers: 30, tickets: 20, surveys: 4, clock: clock.now },
    gorgias: { rate: null, clock: clock.now },
    brevo: { limits: 'off' },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  closing.push(() => sandbox.close());
  const { client, connection } = createClient({ keyring, address: server.address, proxies: {} });
  closing.push(() => connection.close());
  const signaller = createTicketSignaller(client);
  const config = testConfig(edit);
  const log = createLog({ level: 'error', json: true, destination: { write: () => undefined } });
  const vendors = createVendors({
    ...{ store, configOf: () => config, onCall: () => undefined, log },
    ...{ gorgiasBaseUrl: sandbox.gorgias.url, brevoBaseUrl: sandbox.brevo.url },
  });
  closing.push(() => vendors.close());
  const workerClock = createActivityClock(clock.workerNow);
  const activities = createActivities({
    ...{ store, configOf: () => config },
    gorgias: (account, lane, asker) => vendors.gorgias(account, lane, asker),
    withKeys: (account, keys) => vendors.withKeys(account, keys),
    answeredAt: (vendor, account) => vendors.answeredAt(vendor, account),
    brevo: (account, asker) => vendors.brevo(account, asker),
    clockAheadMs: () => null,
    signalTicket: (account, ticketId, hint) => signaller.signal(account, ticketId, hint),
    signalCampaign: createCampaignSignaller(client),
    log,
    now: () => workerClock.now(),
  });
  const run = (): Promise<() => Promise<void>> =>
    startWorker(server, keyring, { activities: observedAfter(activities, clock.observe), clock: workerClock, cached });
  let stop = await run();
  closing.push(() => stop());
  return {
    ...{ sandbox, store, client, keyring, address: server.address, now: clock.now, setWorkerClock: clock.setWrong },
    hint: (ticketId) => signaller.signal(ACCOUNT, ticketId, { source: 'webhook' }),
    skip: async (ms) => {
      await server.skip(ms);
      await clock.observe();
    },
    restartWorker: async () => {
      await stop();
      stop = await run();
    },
  };
}

interface Clock {
  readonly now: () => number;
  readonly workerNow: () => number;
  /** Follows the server, and takes the database along. */
  readonly observe: () => Promise<void>;
  readonly setWrong: (byMs: number) => void;
}

function createClock(server: TimeSkippingServer, { db }: Store): Clock {
  let ahead = 0;
  let wrong = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    workerNow: () => now() + wrong,
    observe: async () => {
      ahead = (await server.now()) - Date.now();
      await moveDatabaseClock(db, ahead);
    },
    setWrong: (byMs) => {
      wrong = byMs;
    },
  };
}

/** Time is skipped between activities, never during one. */
function observedAfter(
  activities: Activities,
  observe: () => Promise<void>,
): Record<string, (...args: never[]) => unknown> {
  const wrapped = Object.entries(activities).map(([name, activity]) => {
    const run = activity as (...args: never[]) => unknown;
    return [
      name,
      async (...args: never[]): Promise<unknown> => {
        await observe();
        return run(...args);
      },
    ] as const;
  });
  return Object.fromEntries(wrapped);
}

async function startWorker(
  { address }: TimeSkippingServer,
  keyring: Parameters<typeof createDataConverter>[0],
  {
    activities,
    clock,
    cached,
  }: { activities: Record<string, (...args: never[]) => unknown>; clock: ActivityClock; cached: number },
): Promise<() => Promise<void>> {
  const { connection, namespace } = await connectWorker(address, {});
  const worker = await Worker.create({
    ...{ connection, namespace, activities, taskQueue: TASK_QUEUE, dataConverter: createDataConverter(keyring) },
    workflowBundle: { codePath: resolve('dist/src/workflow-bundle.js') },
    maxCachedWorkflows: cached,
    interceptors: { activity: [clock.interceptor, createActivityInterceptor()] },
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}

async function openOwnStore(): Promise<OpenedStore> {
  const opened = await openTestStore({ movableClock: true });
  await opened.store.accounts.save({
    ...{ account: ACCOUNT, domain: `${ACCOUNT}.gorgias.com`, email: GORGIAS.email },
    ...{ gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY },
  });
  return opened;
}
