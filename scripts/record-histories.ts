import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startSandbox } from '../packages/sandbox/start';
import { RECORDING_KEYRING } from '../test/histories/recording-key';
import { BREVO_KEY, GORGIAS, startTestConnector } from '../test/support/connector';
import { startTestTemporal } from '../test/support/embedded-temporal';
import { startTestPostgres } from '../test/support/postgres';
import { CAMPAIGN_SET } from './histories/campaign-plays';
import { FULL_SYNC_SET } from './histories/full-sync-plays';
import { INCREMENTAL_SET } from './histories/incremental-plays';
import { CONTINUE_FROM, handle, type Play, type PlaySet, type Scene } from './histories/scene';
import { SHORT_SET } from './histories/short-plays';
import { TICKET_SETS } from './histories/ticket-plays';

/**
 * Records one history of each way that a workflow can take, on a real server against the sandbox, into test/histories. To be run when the
 * workflows were changed on purpose in a way that no running workflow can follow: `npm run build && npx tsx scripts/record-histories.ts`,
 * with names of plays (or how they begin) for those alone.
 */
const FOLDER = resolve('test/histories');
const WORLD = { seed: 21, customers: 60, tickets: 90, surveys: 20, active: { customers: 8, messages: 30 } };

const SETS: readonly PlaySet[] = [FULL_SYNC_SET, INCREMENTAL_SET, ...TICKET_SETS, CAMPAIGN_SET, SHORT_SET];

function oneEventALine(history: string): string {
  const { events } = JSON.parse(history) as { events: readonly unknown[] };
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

function unlimited(yaml: string): string {
  return yaml
    .replace(/per_second: \d+/, 'per_second: 100')
    .replace(/burst: \d+/, 'burst: 1000')
    .replace(/reserve: \d+/, 'reserve: 0');
}

async function withScene(
  edit: PlaySet['edit'],
  temporalAddress: string,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({
    world: WORLD,
    gorgias: { rate: null },
    brevo: { limits: 'off', importDelayMs: 100 },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  const connector = await startTestConnector({
    ...{ gorgiasUrl: sandbox.gorgias.url, brevoUrl: sandbox.brevo.url, temporalAddress, keyring: RECORDING_KEYRING },
    historyKeys: null,
    edit: (yaml) => edit?.(unlimited(yaml)) ?? unlimited(yaml),
  });
  try {
    await work({ sandbox, connector });
  } finally {
    await connector.end();
    await sandbox.close();
  }
}

async function record(scene: Scene, name: string, play: Play): Promise<void> {
  const runs = await play(scene);
  for (const [index, { workflowId, runId }] of runs.entries()) {
    const history = await handle(scene, workflowId, runId).fetchHistory();
    const file = `${name}${runs.length === 1 ? '' : `-${String(index + 1)}`}.json`;
    const text = oneEventALine(historyToJSON(history));
    writeFileSync(join(FOLDER, file), text);
    const kilobytes = Math.round(text.length / 1_000);
    process.stdout.write(`${file}: ${String(history.events?.length ?? 0)} events, ${String(kilobytes)} KB\n`);
  }
  await endAll(scene);
}

/** A ticket that goes on would meet the vendors of the next play. */
async function endAll({ connector: { client } }: Scene): Promise<void> {
  for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
    await client.workflow
      .getHandle(workflowId)
      .terminate('recorded')
      .catch(() => undefined);
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  mkdirSync(FOLDER, { recursive: true });
  const postgres = await startTestPostgres();
  const temporal = await startTestTemporal({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': String(CONTINUE_FROM) },
  });
  try {
    if (wanted.length === 0) {
      for (const file of readdirSync(FOLDER)) if (file.endsWith('.json')) rmSync(join(FOLDER, file));
    }
    const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((part) => name.startsWith(part));
    for (const { edit, apart, plays } of SETS) {
      const chosen = Object.entries(plays).filter(([name]) => isWanted(name));
      for (const together of apart ? chosen.map((one) => [one]) : [chosen]) {
        if (together.length === 0) continue;
        await withScene(edit, temporal.address, async (scene) => {
          for (const [name, play] of together) await record(scene, name, play);
        });
      }
    }
  } finally {
    await temporal.end();
    await postgres.stop();
  }
}

void main();
