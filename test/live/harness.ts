import { DefaultLogger, Runtime } from '@temporalio/worker';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import {
  type SyncTotals,
  TASK_QUEUE,
  type TicketView,
  ticketWorkflowId,
  WORKFLOW_TYPES,
  stateQuery,
} from '../../src/workflows/messages';
import { ACCOUNT, BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../support/connector';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';

/** A sandbox in which things happen, and a connector that watches it. */
export interface LiveHarness {
  readonly temporal: TestTemporal;
  readonly sandbox: Sandbox;
  readonly connector: TestConnector;
  /** Something happens in Gorgias; with a webhook when `told`. Answers the id of what was made or changed. */
  happen(change: WorldChange, about?: { ticketId?: number }): Promise<number>;
  /** One incremental sync from start to end. */
  sync(): Promise<SyncTotals>;
  /** Lets the ticket's workflow look again, as a webhook would. */
  hint(ticketId: number): Promise<void>;
  view(ticketId: number): Promise<TicketView | null>;
  /** Brevo's timeline of a ticket: `SUPPORT_TICKET_OPENED`, … in the order in which they came in. */
  timeline(ticketId: number): readonly string[];
  end(): Promise<void>;
}

export interface LiveOptions {
  /** Happens in the sandbox before the connector is installed. */
  readonly past?: (sandbox: Sandbox) => Promise<void>;
  readonly world?: SandboxOptions['world'];
  readonly brevo?: SandboxOptions['brevo'];
  readonly gorgias?: SandboxOptions['gorgias'];
  readonly edit?: (yaml: string) => string;
  readonly databaseUrl?: string;
}

const WORLD = { seed: 11, customers: 60, tickets: 60, surveys: 10, active: { customers: 5, messages: 20 } };

/** Campaigns for every outcome but `no_survey`, and waits of seconds where the product's are days. */
export const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 4s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      remind: { when: no_answer, delay: 0s, send: { event: REMIND } }`;

export async function openLiveHarness(options: LiveOptions = {}): Promise<LiveHarness> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const closing: (() => Promise<unknown>)[] = [];
  const end = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return await open(options, closing, end);
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

async function open(
  options: LiveOptions,
  closing: (() => Promise<unknown>)[],
  end: () => Promise<void>,
): Promise<LiveHarness> {
  const temporal = await startTestTemporal();
  closing.push(() => temporal.end());
  const sandbox = await startSandbox({
    world: { ...WORLD, ...options.world },
    gorgias: { rate: null, ...options.gorgias },
    brevo: { limits: 'off', importDelayMs: 100, ...options.brevo },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  closing.push(() => sandbox.close());
  await options.past?.(sandbox);
  const connector = await startTestConnector({
    gorgiasUrl: sandbox.gorgias.url,
    brevoUrl: sandbox.brevo.url,
    temporalAddress: temporal.address,
    edit: options.edit ?? shortTimes,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  closing.push(() => connector.end());
  const hint = (ticketId: number): Promise<void> =>
    connector.control.ticketEvent(ACCOUNT, ticketId, { source: 'webhook' });
  let runs = 0;
  return {
    ...{ temporal, sandbox, connector, hint, end },
    happen: async (change, about = {}) => {
      const id = sandbox.world.change(change);
      const ticketId = about.ticketId ?? ('ticketId' in change ? change.ticketId : id);
      await hint(ticketId);
      return id;
    },
    sync: async () => {
      const handle = await connector.client.workflow.start(WORKFLOW_TYPES.incrementalSync, {
        taskQueue: TASK_QUEUE,
        workflowId: `incremental-sync/${ACCOUNT}-${String((runs += 1))}`,
        args: [{ account: ACCOUNT }],
      });
      return handle.result() as Promise<SyncTotals>;
    },
    view: async (ticketId) => {
      try {
        return await connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId)).query(stateQuery);
      } catch {
        return null;
      }
    },
    timeline: (ticketId) =>
      sandbox.brevo.state
        .events()
        .flatMap(({ name, properties }) => (properties['ticket_id'] === ticketId ? [name] : [])),
  };
}

export function shortTimes(yaml: string): string {
  return yaml
    .replace(/campaigns: \{\}/, CAMPAIGNS)
    .replace(/wait: 7d/, 'wait: 20s')
    .replace(/per_second: \d+/, 'per_second: 100')
    .replace(/burst: \d+/, 'burst: 1000')
    .replace(/reserve: \d+/, 'reserve: 0');
}
