import type { WorkflowHandle } from '@temporalio/client';
import type { Sandbox } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import {
  type HintSource,
  stateQuery,
  TASK_QUEUE,
  type TicketView,
  ticketWorkflowId,
  WORKFLOW_TYPES,
} from '../../src/workflows/messages';
import { ACCOUNT, type TestConnector } from '../../test/support/connector';
import { eventually } from '../../test/support/eventually';

export interface Scene {
  readonly sandbox: Sandbox;
  readonly connector: TestConnector;
}

/** A run to be recorded; without `runId` the newest of its workflow. */
export interface Recorded {
  readonly workflowId: string;
  readonly runId?: string;
}

export type Play = (scene: Scene) => Promise<readonly Recorded[]>;

export interface PlaySet {
  /** Changes the configuration; by default nothing but the rate differs from the example. */
  readonly edit?: (yaml: string) => string;
  /** Each play has vendors and a connector of its own; else they share them, which is quicker. */
  readonly apart: boolean;
  readonly plays: Readonly<Record<string, Play>>;
}

/** Events after which the server suggests to continue as new; all but the plays of that stay far below. */
export const CONTINUE_FROM = 220;

const ENDED = new Error('the run ended as it should');

export function handle({ connector }: Scene, workflowId: string, runId?: string): WorkflowHandle {
  return connector.client.workflow.getHandle(workflowId, runId);
}

export async function expectFailure(scene: Scene, workflowId: string): Promise<void> {
  const outcome: unknown = await handle(scene, workflowId)
    .result()
    .catch(() => ENDED);
  if (outcome !== ENDED) throw new Error(`${workflowId} should have ended before its time`);
}

export async function untilTimer(scene: Scene, workflowId: string, summary: string): Promise<void> {
  await eventually(async () => {
    const { events } = await handle(scene, workflowId).fetchHistory();
    const data = events?.map((event) => Buffer.from(event.userMetadata?.summary?.data ?? []).toString());
    return data?.includes(JSON.stringify(summary)) === true;
  });
}

export async function untilScheduled(scene: Scene, workflowId: string, activity: string, times: number): Promise<void> {
  await eventually(async () => {
    const { events } = await handle(scene, workflowId).fetchHistory();
    const names = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name) ?? [];
    return names.filter((name) => name === activity).length >= times;
  });
}

/** The runs that a run was continued in, in order. @throws when there is only one. */
export async function chain(scene: Scene, workflowId: string, first: string): Promise<readonly Recorded[]> {
  const runs = [];
  for (let runId: string | null | undefined = first; typeof runId === 'string' && runId !== '';) {
    runs.push({ workflowId, runId });
    const { events } = await handle(scene, workflowId, runId).fetchHistory();
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  if (runs.length < 2) throw new Error('the run was not continued');
  return runs;
}

/** One ticket and its workflow. */
export interface TicketPlay {
  readonly id: number;
  readonly recorded: Recorded;
  /** Something happens to it in Gorgias, and its workflow hears of it. */
  happen(...changes: readonly WorldChange[]): Promise<void>;
  hint(source?: HintSource): Promise<void>;
  until(wanted: (view: TicketView) => boolean): Promise<void>;
  ended(): Promise<void>;
}

export function ticketOf(scene: Scene, id: number): TicketPlay {
  const workflowId = ticketWorkflowId(ACCOUNT, id);
  const hint: TicketPlay['hint'] = (source = 'webhook') => scene.connector.control.ticketEvent(ACCOUNT, id, { source });
  return {
    ...{ id, hint, recorded: { workflowId } },
    happen: async (...changes) => {
      for (const change of changes) scene.sandbox.world.change(change);
      await hint();
    },
    until: async (wanted) => {
      let last: TicketView | null = null as TicketView | null;
      await eventually(
        async () => wanted((last = await handle(scene, workflowId).query(stateQuery))),
        () => `ticket ${String(id)} stands at ${JSON.stringify(last)}`,
      );
    },
    ended: async () => {
      await handle(scene, workflowId).result();
    },
  };
}

/** A new ticket of a new customer with an answer of an agent, told and read. */
export async function openTicket(scene: Scene): Promise<TicketPlay> {
  const { world } = scene.sandbox;
  const email = `customer-${String(world.customers.size)}@customer.example.com`;
  const id = world.change({ do: 'openTicketByNewcomer', email, name: 'Ada', channel: 'chat', subject: 'Where is it?' });
  const ticket = ticketOf(scene, id);
  await ticket.happen({ do: 'addMessage', ticketId: id, from: 'agent' });
  await ticket.until(({ status }) => status === 'open');
  return ticket;
}

/** The same, closed, with a survey that waits for its answer. */
export async function closedTicket(scene: Scene): Promise<TicketPlay> {
  const ticket = await openTicket(scene);
  await close(ticket);
  await ticket.until(({ status }) => status === 'closed');
  return ticket;
}

export function close(ticket: TicketPlay): Promise<void> {
  const { id: ticketId } = ticket;
  return ticket.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 }, { do: 'sendSurvey', ticketId });
}

/** Starts a workflow as somebody would by hand, without any check before it. */
export async function startByHand(
  { connector }: Scene,
  type: keyof typeof WORKFLOW_TYPES,
  workflowId: string,
  input: unknown,
): Promise<void> {
  await connector.client.workflow.start(WORKFLOW_TYPES[type], { taskQueue: TASK_QUEUE, workflowId, args: [input] });
}
