import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Keyring } from '../../src/crypto/keyring';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../packages/sandbox/start';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { fullSyncWorkflowId, type SyncProgress, type SyncTotals } from '../../src/workflows/messages';
import { differences } from '../support/compare';
import { BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../support/connector';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';

/** A test's own vendors and account; Temporal and the connector are its file's. */
export interface Harness {
  readonly temporal: TestTemporal;
  readonly sandbox: Sandbox;
  readonly connector: TestConnector;
  readonly account: string;
  /** A whole run in small pages, so that there is much to disturb. */
  run(): Promise<SyncTotals>;
  /** Starts a run and answers at once; `ended` is its outcome. */
  begin(): Promise<{ readonly ended: Promise<SyncTotals>; cancel(): Promise<void> }>;
  /** Waits until the run's progress is as wanted. */
  until(wanted: (progress: SyncProgress) => boolean): Promise<SyncProgress>;
  saveKeys(keys: { readonly gorgiasApiKey?: string; readonly brevoApiKey?: string }): Promise<void>;
  differences(): readonly string[];
  /** What the connector has logged in this test. */
  logs(): string;
}

export interface HarnessOptions {
  readonly world?: SandboxOptions['world'];
  readonly brevo?: SandboxOptions['brevo'];
  readonly gorgias?: SandboxOptions['gorgias'];
  readonly missingAttributes?: readonly string[];
}

const WORLD = { seed: 5, customers: 160, tickets: 300, surveys: 60, active: { customers: 24, messages: 120 } };
/** Rows a page: 8 pages of customers, 15 of tickets, 3 of surveys. */
const PAGE = 20;

interface SharedServers {
  readonly temporal: TestTemporal;
  readonly connector: TestConnector;
  readonly ports: { readonly gorgias: number; readonly brevo: number };
}

type Close = () => Promise<unknown>;

/**
 * Gives the tests of a file one Temporal server and one connector, and each its own vendors (on the same ports) and its own account. All is
 * closed, even what was only half set up.
 */
export function useHarness(
  rate: { readonly perSecond: number; readonly burst: number },
  keyring?: Keyring,
): (options?: HarnessOptions) => Promise<Harness> {
  let servers: SharedServers | null = null;
  const closingFile: Close[] = [];
  const closingTest: Close[] = [];
  beforeAll(async () => {
    servers = await openServers(closingFile, rate, keyring);
  }, 180_000);
  afterEach(() => closeAll(closingTest.splice(0).reverse()), 60_000);
  afterAll(() => closeAll(closingFile.splice(0).reverse()), 60_000);
  let opened = 0;
  return (options = {}) => {
    if (servers === null) throw new Error('the connector of this file did not come up');
    return openHarness(servers, closingTest, `store-${String((opened += 1))}`, options);
  };
}

/** No fault of rate, so that the faults alone decide how long a run takes. */
export const UNLIMITED = { perSecond: 100, burst: 1_000 };
/** A run takes long enough to be met in its middle. */
export const SLOW = { perSecond: 12, burst: 2 };

/** One that fails to close must not leave the others open: jest would hang. */
async function closeAll(closing: readonly Close[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closing) await close().catch((thrown: unknown) => failures.push(thrown));
  if (failures.length > 0) throw failures[0];
}

async function openServers(
  closing: Close[],
  rate: { perSecond: number; burst: number },
  keyring: Keyring | undefined,
): Promise<SharedServers> {
  // The worker would tell of every fault that is planned here.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const temporal = await startTestTemporal();
  closing.push(() => temporal.end());
  // Below the ports that the system gives out by itself and two for each process, so that nobody takes them between two tests.
  const gorgias = await findFreePort(20_000 + (process.pid % 5_000) * 2);
  const brevo = await findFreePort(gorgias + 1);
  const connector = await startTestConnector({
    gorgiasUrl: `http://127.0.0.1:${String(gorgias)}`,
    brevoUrl: `http://127.0.0.1:${String(brevo)}/v3`,
    temporalAddress: temporal.address,
    ...(keyring === undefined ? {} : { keyring }),
    edit: (yaml) =>
      yaml
        .replace(/per_second: \d+/, `per_second: ${String(rate.perSecond)}`)
        .replace(/burst: \d+/, `burst: ${String(rate.burst)}`)
        .replace(/reserve: \d+/, 'reserve: 0'),
  });
  closing.push(() => connector.end());
  return { temporal, connector, ports: { gorgias, brevo } };
}

async function openHarness(
  { temporal, connector, ports }: SharedServers,
  closing: Close[],
  account: string,
  options: HarnessOptions,
): Promise<Harness> {
  const startedAt = Date.now();
  const logged = connector.logs().length;
  const sandbox = await startSandbox({
    world: { ...WORLD, ...options.world },
    gorgias: { rate: null, port: ports.gorgias, ...options.gorgias },
    brevo: { limits: 'off', importDelayMs: 100, port: ports.brevo, ...options.brevo },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    missingAttributes: options.missingAttributes,
  });
  closing.push(() => sandbox.close());
  const saveKeys: Harness['saveKeys'] = (keys) =>
    connector.store.accounts.save({
      ...{ account, domain: `${account}.gorgias.com`, email: GORGIAS.email },
      ...{ gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY, ...keys },
    });
  await saveKeys({});
  const handle = connector.client.workflow.getHandle(fullSyncWorkflowId(account));
  // A run that a failed test left behind would meet the next test's vendors.
  closing.push(() => handle.terminate('the test is over').catch(() => undefined));
  const begin: Harness['begin'] = async () => {
    await connector.control.startSync({ account, batchSize: PAGE });
    const ended = handle.result() as Promise<SyncTotals>;
    ended.catch(() => undefined);
    return {
      ended,
      cancel: async () => {
        await handle.cancel();
      },
    };
  };
  return {
    ...{ temporal, sandbox, connector, account, begin, saveKeys },
    run: async () => (await begin()).ended,
    until: (wanted) => progressUntil(connector, account, wanted),
    differences: () => differences(sandbox, startedAt),
    logs: () => connector.logs().slice(logged),
  };
}

async function progressUntil(
  connector: TestConnector,
  account: string,
  wanted: (progress: SyncProgress) => boolean,
): Promise<SyncProgress> {
  let last: SyncProgress | null = null as SyncProgress | null;
  await eventually(
    async () => {
      last = await connector.control.progress(account);
      return last !== null && wanted(last);
    },
    () => `the run stands at ${JSON.stringify(last)}`,
  );
  if (last === null) throw new Error('a run without progress was wanted');
  return last;
}

/** Waits for a condition. @throws when it has not come true in time. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  describe: () => string = () => 'the condition never came true',
): Promise<void> {
  const deadline = Date.now() + 100_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
