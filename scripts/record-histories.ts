import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { type Sandbox, startSandbox } from '../src/sandbox/start';
import {
  connectionTestWorkflowId,
  fullSyncWorkflowId,
  planWorkflowId,
  SUMMARIES,
  webhookSetupWorkflowId,
} from '../src/workflows/messages';
import { eventually } from '../test/support/own-stage';
import { RECORDING_KEYRING } from '../test/histories/recording-key';
import { ACCOUNT, BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../test/support/connector';
import { startTestTemporal } from '../test/support/embedded-temporal';

/**
 * Records one history of each way that a workflow can take, on a real server against the sandbox, into test/histories. To be run when the
 * workflows were changed on purpose in a way that no running workflow can follow: `npm run build && npx tsx scripts/record-histories.ts`.
 */
const FOLDER = resolve('test/histories');
const WORLD = { seed: 21, customers: 60, tickets: 90, surveys: 20, active: { customers: 8, messages: 30 } };
const ENDED = new Error('the run ended as it should');

interface Scene {
  readonly sandbox: Sandbox;
  readonly connector: TestConnector;
}

type Play = (scene: Scene) => Promise<readonly { readonly workflowId: string; readonly runId?: string }[]>;

const fullSync = { workflowId: fullSyncWorkflowId(ACCOUNT) };

const PLAYS: Readonly<Record<string, Play>> = {
  'full-sync-plain': async ({ connector }) => {
    await connector.sync();
    return [fullSync];
  },
  'full-sync-dry-run': async ({ connector }) => {
    await connector.sync({ dryRun: true });
    return [fullSync];
  },
  'full-sync-since': async ({ connector }) => {
    await connector.sync({ since: '2026-01-01', resources: ['tickets', 'customers'], batchSize: 50 });
    return [fullSync];
  },
  'full-sync-paused-and-resumed': async ({ sandbox, connector }) => {
    sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
    await connector.control.startSync({ account: ACCOUNT });
    await connector.control.pause(ACCOUNT);
    sandbox.gorgias.faults.clear();
    await eventually(async () => (await connector.control.progress(ACCOUNT))?.state === 'paused');
    await connector.control.resume(ACCOUNT);
    await ended(connector);
    return [fullSync];
  },
  'full-sync-cancelled': async ({ sandbox, connector }) => {
    sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/customers' } });
    await connector.control.startSync({ account: ACCOUNT });
    await eventually(async () => (await connector.control.progress(ACCOUNT))?.resources.at(-2)?.done === true);
    await handle(connector).cancel();
    await expectFailure(connector);
    return [fullSync];
  },
  'full-sync-wrong-input': async ({ connector }) => {
    await connector.client.workflow.start('fullSyncWorkflow', {
      ...{ taskQueue: 'gorgias-connector', args: [{ acount: ACCOUNT }] },
      ...fullSync,
    });
    await expectFailure(connector);
    return [fullSync];
  },
  'full-sync-unknown-account': async ({ connector }) => {
    await connector.control.startSync({ account: 'stranger' });
    await expectFailure(connector, fullSyncWorkflowId('stranger'));
    return [{ workflowId: fullSyncWorkflowId('stranger') }];
  },
  'full-sync-key-refused': async ({ sandbox, connector }) => {
    sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });
    await connector.control.startSync({ account: ACCOUNT });
    await untilTimer(connector, SUMMARIES.keyRefused);
    sandbox.gorgias.setCredentials(GORGIAS);
    await connector.control.resume(ACCOUNT);
    await ended(connector);
    return [fullSync];
  },
  'full-sync-limit-wait': async ({ sandbox, connector }) => {
    sandbox.gorgias.faults.add({ kind: '429', retryAfterSeconds: 2, times: 7, match: { pathPrefix: '/api/tickets' } });
    await connector.control.startSync({ account: ACCOUNT });
    await ended(connector);
    return [fullSync];
  },
  'full-sync-continued': async ({ sandbox, connector }) => {
    sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' }, times: 3 });
    const { runId } = await connector.control.startSync({ account: ACCOUNT });
    // A signal that changes nothing makes the history long without much work.
    await Promise.all(Array.from({ length: CONTINUE_FROM }, () => connector.control.resume(ACCOUNT)));
    await ended(connector);
    const [first, ...others] = await chain(connector, runId);
    if (first === undefined || others.length === 0) throw new Error('the run was not continued');
    return [first, others[0] ?? first];
  },
  'connection-test': async ({ connector }) => {
    await connector.control.testConnection(ACCOUNT);
    return [{ workflowId: connectionTestWorkflowId(ACCOUNT) }];
  },
  'webhook-setup': async ({ connector }) => {
    await connector.control.setUpWebhooks(ACCOUNT, `https://connector.example/webhooks/gorgias/${ACCOUNT}`);
    return [{ workflowId: webhookSetupWorkflowId(ACCOUNT) }];
  },
  plan: async ({ connector }) => {
    await connector.control.plan(ACCOUNT);
    return [{ workflowId: planWorkflowId(ACCOUNT) }];
  },
};

/** Events after which the server suggests to continue as new; the other plays stay far below. */
const CONTINUE_FROM = 220;

function handle(connector: TestConnector, workflowId = fullSync.workflowId, runId?: string) {
  return connector.client.workflow.getHandle(workflowId, runId);
}

async function ended(connector: TestConnector): Promise<void> {
  await handle(connector).result();
}

async function expectFailure(connector: TestConnector, workflowId?: string): Promise<void> {
  const outcome: unknown = await handle(connector, workflowId)
    .result()
    .catch(() => ENDED);
  if (outcome !== ENDED) throw new Error('the run should have ended before its time');
}

async function untilTimer(connector: TestConnector, summary: string): Promise<void> {
  await eventually(async () => {
    const { events } = await handle(connector).fetchHistory();
    const data = events?.map((event) => Buffer.from(event.userMetadata?.summary?.data ?? []).toString());
    return data?.includes(JSON.stringify(summary)) === true;
  });
}

/** The runs that a run was continued in, in order. */
async function chain(
  connector: TestConnector,
  first: string,
): Promise<readonly { workflowId: string; runId: string }[]> {
  const runs = [];
  for (let runId: string | null | undefined = first; typeof runId === 'string' && runId !== '';) {
    runs.push({ ...fullSync, runId });
    const { events } = await handle(connector, fullSync.workflowId, runId).fetchHistory();
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

function oneEventALine(history: string): string {
  const { events } = JSON.parse(history) as { events: readonly unknown[] };
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

async function record(name: string, play: Play, temporalAddress: string): Promise<void> {
  const sandbox = await startSandbox({
    world: WORLD,
    gorgias: { rate: null },
    brevo: { limits: 'off', importDelayMs: 100 },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  const connector = await startTestConnector({
    ...{ gorgiasUrl: sandbox.gorgias.url, brevoUrl: sandbox.brevo.url, temporalAddress, keyring: RECORDING_KEYRING },
    edit: (yaml) => yaml.replace(/per_second: \d+/, 'per_second: 100').replace(/burst: \d+/, 'burst: 1000'),
  });
  try {
    const runs = await play({ sandbox, connector });
    for (const [index, { workflowId, runId }] of runs.entries()) {
      const history = await handle(connector, workflowId, runId).fetchHistory();
      const file = `${name}${runs.length === 1 ? '' : `-${String(index + 1)}`}.json`;
      const text = oneEventALine(historyToJSON(history));
      writeFileSync(join(FOLDER, file), text);
      const kilobytes = Math.round(text.length / 1_000);
      process.stdout.write(`${file}: ${String(history.events?.length ?? 0)} events, ${String(kilobytes)} KB\n`);
    }
  } finally {
    await connector.end();
    await sandbox.close();
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const temporal = await startTestTemporal({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': String(CONTINUE_FROM) },
  });
  try {
    if (wanted.length === 0) {
      for (const file of readdirSync(FOLDER)) if (file.endsWith('.json')) rmSync(join(FOLDER, file));
    }
    for (const [name, play] of Object.entries(PLAYS)) {
      if (wanted.length === 0 || wanted.includes(name)) await record(name, play, temporal.address);
    }
  } finally {
    await temporal.end();
  }
}

void main();
