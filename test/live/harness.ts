import { eventually } from '../support/eventually';
import { isConnectorError } from '../../src/domain/errors/connector-error';
import type { Sandbox } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import {
  type SyncTotals,
  TASK_QUEUE,
  type TicketView,
  ticketWorkflowId,
  WORKFLOW_TYPES,
  stateQuery,
} from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import {
  closeAll,
  type Closing,
  type ConnectorParts,
  openConnector,
  UNLIMITED,
  type VendorOptions,
  withRate,
} from '../support/open-connector';

/** A sandbox in which things happen, and a connector that watches it. */
export interface LiveHarness extends ConnectorParts {
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

export interface LiveOptions extends Omit<VendorOptions, 'missingAttributes'> {
  /** Happens in the sandbox before the connector is installed. */
  readonly past?: (sandbox: Sandbox) => Promise<void>;
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
  const closing: Closing = [];
  try {
    return await open(options, closing);
  } catch (thrown) {
    await closeAll(closing);
    throw thrown;
  }
}

async function open(
  { world, gorgias, brevo, past, edit = shortTimes, databaseUrl }: LiveOptions,
  closing: Closing,
): Promise<LiveHarness> {
  const parts = await openConnector(closing, {
    vendors: { world: { ...WORLD, ...world }, gorgias, brevo },
    past,
    edit,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const { connector, sandbox } = parts;
  // Whom a loaded machine's Temporal was too late for knocks again, as Gorgias does.
  const hint = (ticketId: number): Promise<void> =>
    eventually(() =>
      connector.control.ticketEvent(ACCOUNT, ticketId, { source: 'webhook' }).then(
        () => true,
        (thrown: unknown) => {
          if (isConnectorError(thrown) && thrown.code === 'temporal.unavailable') return false;
          throw thrown;
        },
      ),
    );
  let runs = 0;
  return {
    ...parts,
    hint,
    end: () => closeAll(closing),
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
  return withRate(UNLIMITED)(yaml)
    .replace(/campaigns: \{\}/, CAMPAIGNS)
    .replace(/wait: 7d/, 'wait: 20s');
}
