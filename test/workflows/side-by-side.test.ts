import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { createTicketSignaller } from '../../src/control/signal-ticket';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { createDataConverter } from '../../src/temporal/connect';
import { readWorkflowBuild } from '../../src/temporal/deployment/workflow-build';
import { preflight, type PreflightResult } from '../../src/temporal/preflight/preflight';
import type { RunningWorker } from '../../src/worker';
import { resumeSignal, stateQuery, TASK_QUEUE, ticketWorkflowId, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { buildCli } from '../cli/built-cli';
import { ACCOUNT } from '../support/connector';
import { startTestTemporal } from '../support/embedded-temporal';
import { eventually } from '../support/eventually';
import {
  closeAll,
  type Closing,
  type ConnectorParts,
  openConnector,
  UNLIMITED,
  withRate,
} from '../support/open-connector';

const KEY = generateEncryptionKey();
const EARLIER = resolve('dist/src/workflow-bundle.js');
const QUICK = { everyMs: 200, missedAfterMs: 1_000 };

/** One life of a connector over several deploys; each test goes on where the one before has left it. */
describe('builds side by side', () => {
  const closing: Closing = [];
  const folder = mkdtempSync(join(tmpdir(), 'tajo-builds-'));
  let parts: ConnectorParts | null = null;
  let newer = '';
  let careless = '';
  let ticketId = 0;
  let second = 0;
  let third = 0;
  let beside: RunningWorker | null = null;

  beforeAll(async () => {
    newer = await bundle('newer');
    careless = await bundle('careless');
    parts = await openConnector(closing, {
      vendors: { world: { seed: 3, customers: 8, tickets: 8, surveys: 2 } },
      edit: withRate(UNLIMITED),
      keyring: createKeyring({ keys: parseEncryptionKey(KEY) }),
    });
    ticketId = await openTicket('first');
  });
  afterAll(async () => {
    await beside?.stop();
    await closeAll(closing);
    rmSync(folder, { recursive: true });
  });

  const connector = () => parts!.connector;
  const idOf = (path: string): string => readWorkflowBuild(path).buildId;

  async function bundle(name: string): Promise<string> {
    const { code } = await bundleWorkflowCode({
      workflowsPath: resolve(`test/workflows/builds/${name}.ts`),
      failureConverterPath: resolve('src/temporal/failure-converter.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    writeFileSync(join(folder, `${name}.js`), code);
    return join(folder, `${name}.js`);
  }

  async function hint(id: number): Promise<void> {
    await createTicketSignaller(connector().client).signal(ACCOUNT, id, { source: 'webhook' });
  }

  async function openTicket(name: string): Promise<number> {
    const email = `${name}@builds.example.com`;
    const id = parts!.sandbox.world.change({ do: 'openTicketByNewcomer', email, name });
    await hint(id);
    await untilStatus(id, 'open');
    return id;
  }

  /** A ticket that goes on is one that shows what has become of it. */
  async function untilStatus(id: number, wanted: string): Promise<void> {
    const handle = connector().client.workflow.getHandle(ticketWorkflowId(ACCOUNT, id));
    await eventually(async () => (await handle.query(stateQuery)).status === wanted);
  }

  async function goOn(id: number, change: 'closeTicket' | 'reopenTicket'): Promise<void> {
    parts!.sandbox.world.change({ do: change, ticketId: id });
    await hint(id);
    await untilStatus(id, change === 'closeTicket' ? 'closed' : 'open');
  }

  /** Builds that have worked on a workflow, in order. */
  async function buildsOf(workflowId: string): Promise<readonly string[]> {
    const { events } = await connector().client.workflow.getHandle(workflowId).fetchHistory();
    const ids = (events ?? [])
      .map((event) => event.workflowTaskCompletedEventAttributes)
      .filter((task) => task !== null && task !== undefined)
      .map(({ deploymentVersion }) => deploymentVersion?.buildId ?? 'unversioned');
    return ids.filter((id, index) => id !== ids[index - 1]);
  }

  /** An incremental run in the middle of its life: its account is paused. */
  async function beginPinnedRun(workflowId: string): Promise<void> {
    const { control, client } = connector();
    await control.pause(ACCOUNT);
    await client.workflow.start(WORKFLOW_TYPES.incrementalSync, {
      taskQueue: TASK_QUEUE,
      workflowId,
      args: [{ account: ACCOUNT }],
    });
    await eventually(async () => {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      return events?.some((event) => event.timerStartedEventAttributes) === true;
    });
  }

  async function endPinnedRun(workflowId: string): Promise<void> {
    const handle = connector().client.workflow.getHandle(workflowId);
    await connector().control.resume(ACCOUNT);
    await handle.signal(resumeSignal);
    await handle.result();
  }

  function preflightOf(bundlePath: string): Promise<PreflightResult> {
    return preflight({
      client: connector().client,
      dataConverter: createDataConverter(connector().keyring, connector().store.historyKeys),
      build: readWorkflowBuild(bundlePath),
    });
  }

  const tajoPreflight = async (...flags: readonly string[]) => {
    const cli = buildCli();
    const { databaseUrl } = connector();
    const env = { TEMPORAL_ADDRESS: parts!.temporal.address, TAJO_ENCRYPTION_KEY: KEY, DATABASE_URL: databaseUrl };
    const finished = await cli.run(['preflight', ...flags], { env });
    cli.remove();
    return finished;
  };

  it('a ticket that workers without a version have begun goes on with the first that has one', async () => {
    await connector().restartWorker({ deployment: { mode: 'automatic' } });

    await goOn(ticketId, 'closeTicket');

    expect(await buildsOf(ticketWorkflowId(ACCOUNT, ticketId))).toEqual(['unversioned', idOf(EARLIER)]);
  });

  it('`tajo preflight` of a build that all can go on with ends with 0', async () => {
    const { exitCode, stdout } = await tajoPreflight();

    expect(stdout).toMatch(/can go on with all that is open: 1 open workflow replayed/);
    expect(exitCode).toBe(0);
  });

  it('what is typed into the Temporal CLI is picked up by versioned workers', async () => {
    const input = JSON.stringify({ account: ACCOUNT, dryRun: true });
    const run = ['workflow', 'execute', '--task-queue', TASK_QUEUE, '--type', WORKFLOW_TYPES.fullSync];
    const typed = [...run, '--workflow-id', 'by-hand', '--input', input, '--address', parts!.temporal.address];

    const { stdout } = await promisify(execFile)(parts!.temporal.cliPath, typed);

    expect(stdout).toMatch(/Status\s+COMPLETED/);
  });

  it('a new build gets what is new, open tickets move to it, and a short run ends on the one that it began with', async () => {
    await beginPinnedRun('short-run');
    beside = await connector().startWorkerBeside({ bundlePath: newer, deployment: { mode: 'automatic' } });

    await endPinnedRun('short-run');
    await goOn(ticketId, 'reopenTicket');
    second = await openTicket('second');

    expect(await buildsOf('short-run')).toEqual([idOf(EARLIER)]);
    expect(await buildsOf(ticketWorkflowId(ACCOUNT, second))).toEqual([idOf(newer)]);
    expect(await buildsOf(ticketWorkflowId(ACCOUNT, ticketId))).toEqual(['unversioned', idOf(EARLIER), idOf(newer)]);
  });

  it('an old worker that only starts again in the middle of a deploy does not take the work back', async () => {
    await connector().restartWorker({ deployment: { mode: 'automatic' } });

    third = await openTicket('third');

    expect(await buildsOf(ticketWorkflowId(ACCOUNT, third))).toEqual([idOf(newer)]);
    expect(connector().logs()).toContain('deployment.waiting');
  });

  it('preflight says that a build may take over, and names the tickets that a careless one would break', async () => {
    expect(await preflightOf(newer)).toMatchObject({ replayed: 3, wouldBreak: [], stayBehind: [] });

    const { wouldBreak } = await preflightOf(careless);

    expect(wouldBreak.map(({ workflowId }) => workflowId)).toContain(ticketWorkflowId(ACCOUNT, ticketId));
    expect(wouldBreak.every(({ type, why }) => type === 'ticketWorkflow' && why.includes('TMPRL1100'))).toBe(true);
  });

  it('when no worker is left of the newer build, as after a roll-back, the older one takes over, pinned runs included', async () => {
    await beginPinnedRun('left-behind');
    await beside?.stop();
    beside = null;

    await connector().restartWorker({ deployment: { mode: 'automatic', ...QUICK } });
    await eventually(() => connector().logs().includes('deployment.taken_in'));
    await endPinnedRun('left-behind');
    await goOn(ticketId, 'closeTicket');

    expect(await buildsOf('left-behind')).toEqual([idOf(newer), idOf(EARLIER)]);
    expect((await buildsOf(ticketWorkflowId(ACCOUNT, ticketId))).at(-1)).toBe(idOf(EARLIER));
  });

  it('tickets that have begun with the newer build are named by the preflight of the older one, which ends with 1', async () => {
    const { exitCode, stdout } = await tajoPreflight('--json');

    const { wouldBreak } = JSON.parse(stdout) as PreflightResult;
    expect(wouldBreak.map(({ workflowId }) => workflowId).sort()).toEqual(
      [second, third].map((id) => ticketWorkflowId(ACCOUNT, id)),
    );
    expect(wouldBreak[0]?.why).toMatch(/^\[TMPRL1100\] .*a-moment-later/);
    expect(exitCode).toBe(1);
  });
});

describe('a server that lets no worker have a version', () => {
  const closing: Closing = [];
  afterAll(() => closeAll(closing));

  it('gets workers without one, which say so and work', async () => {
    const temporal = await startTestTemporal({ dynamicConfig: { 'system.enableDeploymentVersions': 'false' } });
    closing.push(() => temporal.end());
    const { connector } = await openConnector(closing, {
      temporal,
      vendors: { world: { seed: 3, customers: 8, tickets: 8, surveys: 2 } },
      edit: withRate(UNLIMITED),
    });

    await connector.restartWorker({ deployment: { mode: 'automatic' } });

    expect(await connector.control.plan(ACCOUNT)).toMatchObject({ contactsToWrite: expect.any(Number) });
    expect(connector.logs()).toContain('deployment.unversioned');
  });
});
