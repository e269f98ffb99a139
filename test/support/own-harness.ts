import { DefaultLogger, Runtime } from '@temporalio/worker';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../packages/sandbox/start';
import { fullSyncWorkflowId, type SyncProgress, type SyncTotals } from '../../src/workflows/messages';
import { differences } from './compare';
import { ACCOUNT, BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from './connector';
import { startTestTemporal, type TestTemporal } from './embedded-temporal';

/** A test's own vendors and connector, on the Temporal server of its file: for tests that need the account's usual name. */
export interface OwnHarness {
  readonly temporal: TestTemporal;
  readonly sandbox: Sandbox;
  readonly connector: TestConnector;
  /** A whole run in small pages, so that there is much to disturb. */
  run(): Promise<SyncTotals>;
  /** Starts a run and answers at once; `ended` is its outcome. */
  begin(): Promise<{ readonly ended: Promise<SyncTotals>; cancel(): Promise<void> }>;
  /** Waits until the run's progress is as wanted. */
  until(wanted: (progress: SyncProgress) => boolean): Promise<SyncProgress>;
  differences(): readonly string[];
}

export interface HarnessOptions {
  readonly world?: SandboxOptions['world'];
  readonly brevo?: SandboxOptions['brevo'];
  readonly gorgias?: SandboxOptions['gorgias'];
  readonly missingAttributes?: readonly string[];
  readonly perSecond?: number;
  readonly burst?: number;
}

const WORLD = { seed: 5, customers: 160, tickets: 300, surveys: 60, active: { customers: 24, messages: 120 } };
/** Rows a page: 8 pages of customers, 15 of tickets, 3 of surveys. */
const PAGE = 20;

type Close = () => Promise<unknown>;

/** Gives the tests of a file one Temporal server, and each its own harness; all is closed, even what was only half set up. */
export function useOwnHarness(): (options?: HarnessOptions) => Promise<OwnHarness> {
  let temporal: TestTemporal | null = null;
  const closing: Close[] = [];
  beforeAll(async () => {
    // The worker would tell of every fault that is planned here.
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    temporal = await startTestTemporal();
  }, 120_000);
  afterEach(async () => {
    await closeAll(closing.splice(0).reverse());
  }, 60_000);
  afterAll(async () => {
    await temporal?.end();
  }, 60_000);
  return (options = {}) => {
    if (temporal === null) throw new Error('the Temporal server of this file did not come up');
    return openHarness(temporal, closing, options);
  };
}

/** One that fails to close must not leave the others open: jest would hang. */
async function closeAll(closing: readonly Close[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closing) await close().catch((thrown: unknown) => failures.push(thrown));
  if (failures.length > 0) throw failures[0];
}

async function openHarness(temporal: TestTemporal, closing: Close[], options: HarnessOptions): Promise<OwnHarness> {
  const startedAt = Date.now();
  const sandbox = await startSandbox({
    world: { ...WORLD, ...options.world },
    gorgias: { rate: null, ...options.gorgias },
    brevo: { limits: 'off', importDelayMs: 100, ...options.brevo },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    missingAttributes: options.missingAttributes,
  });
  closing.push(() => sandbox.close());
  const rate = { perSecond: String(options.perSecond ?? 100), burst: String(options.burst ?? 1_000) };
  const connector = await startTestConnector({
    gorgiasUrl: sandbox.gorgias.url,
    brevoUrl: sandbox.brevo.url,
    temporalAddress: temporal.address,
    edit: (yaml) =>
      yaml
        .replace(/per_second: \d+/, `per_second: ${rate.perSecond}`)
        .replace(/burst: \d+/, `burst: ${rate.burst}`)
        .replace(/reserve: \d+/, 'reserve: 0'),
  });
  closing.push(() => connector.end());
  const handle = connector.client.workflow.getHandle(fullSyncWorkflowId(ACCOUNT));
  // A run that a failed test left behind would keep the next one from starting.
  closing.push(() => handle.terminate('the test is over').catch(() => undefined));
  return {
    ...{ temporal, sandbox, connector },
    run: () => connector.sync({ batchSize: PAGE }),
    begin: async () => {
      await connector.control.startSync({ account: ACCOUNT, batchSize: PAGE });
      const ended = handle.result() as Promise<SyncTotals>;
      ended.catch(() => undefined);
      return {
        ended,
        cancel: async () => {
          await handle.cancel();
        },
      };
    },
    until: (wanted) => progressUntil(connector, wanted),
    differences: () => differences(sandbox, startedAt),
  };
}

async function progressUntil(
  connector: TestConnector,
  wanted: (progress: SyncProgress) => boolean,
): Promise<SyncProgress> {
  let last: SyncProgress | null = null as SyncProgress | null;
  await eventually(
    async () => {
      last = await connector.control.progress(ACCOUNT);
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
