import { type Timestamp, timestampOf } from '../../../src/domain/timestamp';
import type { Activities } from '../../../src/activities';
import type { ReceivedHint, TicketRefresh, TicketStatus } from '../../../src/activities/tickets/types';
import { isConnectorError } from '../../../src/domain/errors/connector-error';
import { isStop } from '../../../src/domain/errors/stop';
import type { TicketHint } from '../../../src/workflows/messages';
import type { Running } from './chronicle';

/** What has come of one activity. */
export type Done<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'threw'; readonly thrown: unknown }
  /** Its worker died, or another attempt was quicker. */
  | { readonly kind: 'gone' };

/** A worker that takes activities. */
export interface Worker {
  perform<Result>(running: Running, work: (activities: Activities) => Promise<Result>): Promise<Done<Result>>;
}

type Step = 'look' | 'publish' | 'timeline' | 'settle';
const NEXT = { look: 'publish', publish: 'timeline', timeline: 'settle' } as const;

/** Steps with nothing to do are left out, as in `ticket.ts`; null: how it stands was said at once. */
function nextStep(step: Exclude<Step, 'settle'>, due: TicketRefresh['due']): Step | null {
  const next = NEXT[step];
  if (next === 'settle') return due?.status === null ? next : null;
  const isDue = due !== undefined && (next === 'timeline' ? due.timeline : due.contact && !due.timeline);
  return isDue ? next : nextStep(next, due);
}

/** A workflow of `src/workflows`, with its timers. */
interface Flow {
  /** Something was heard since it last began. */
  pending: boolean;
  until: number | null;
  /** Temporal gives the activity out again from then on. */
  retryAt: number;
  tries: number;
  /** The attempt that counts. */
  turn: number;
  /** Attempts that are being made just now. */
  busy: number;
}

interface TicketFlow extends Flow {
  readonly ticketId: number;
  step: Step | null;
  hints: ReceivedHint[];
  taken: readonly ReceivedHint[];
  refreshedAt: Timestamp;
  due: TicketRefresh['due'];
}

interface CampaignFlow extends Flow {
  readonly requestId: string;
  settling: boolean;
}

export interface DriverOptions {
  readonly account: string;
  readonly now: () => number;
  readonly onStatus: (ticketId: number, status: TicketStatus) => void;
  /** An activity is over, whatever has come of it. */
  readonly onStep: (running: Running, done: Done<unknown>) => void;
  /** A workflow has failed, or would try for ever. */
  readonly onFailure: (running: Running, thrown: unknown) => void;
}

/** Does with answers and errors what `ticketWorkflow` and `campaignWorkflow` do, one activity at a time, and when it is told to. */
export interface Driver {
  signalTicket(ticketId: number, hint: TicketHint): void;
  signalCampaign(requestId: string): void;
  /** The next activity whose time has come, or the next that nobody is at; false: there is none. */
  step(worker: Worker, isBeside?: boolean): Promise<boolean>;
  /** Ends those of these tickets and requests, as Temporal does it, and answers how many ran. */
  end(keys: readonly (number | string)[]): number;
  /** All workflows are ended by hand. */
  lose(): void;
  /** The next moment at which something happens by itself; null: nothing is awaited. */
  nextAt(): number | null;
}

export function createDriver(options: DriverOptions): Driver {
  const tickets = new Map<number, TicketFlow>();
  const campaigns = new Map<string, CampaignFlow>();
  const resting = (): Flow => ({ pending: true, until: null, retryAt: 0, tries: 0, turn: 0, busy: 0 });
  return {
    signalTicket: (ticketId, { source, trigger }) => {
      const flow = tickets.get(ticketId) ?? {
        ...{ ...resting(), ticketId, step: null, hints: [], taken: [], refreshedAt: timestampOf(0), due: undefined },
      };
      const atMs = options.now();
      flow.hints.push(trigger === undefined ? { source, atMs } : { source, atMs, trigger });
      flow.pending = true;
      tickets.set(ticketId, flow);
    },
    signalCampaign: (requestId) => {
      const flow = campaigns.get(requestId) ?? { ...resting(), requestId, settling: false };
      flow.pending = true;
      campaigns.set(requestId, flow);
    },
    step: async (worker, isBeside = false) => {
      const now = options.now();
      const isFree = ({ busy }: Flow): boolean => !isBeside || busy === 0;
      const campaign = [...campaigns.values()].find((flow) => isFree(flow) && isDue(flow, flow.settling, now));
      const ticket = [...tickets.values()].find((flow) => isFree(flow) && isDue(flow, flow.step !== null, now));
      // In turn, whoever waits longer.
      if (ticket !== undefined && (campaign === undefined || ticket.retryAt <= campaign.retryAt)) {
        await stepOfTicket(options, tickets, ticket, worker);
        return true;
      }
      if (campaign === undefined) return false;
      await stepOfCampaign(options, campaigns, campaign, worker);
      return true;
    },
    end: (keys) => keys.filter((key) => (typeof key === 'number' ? tickets.delete(key) : campaigns.delete(key))).length,
    lose: () => [tickets, campaigns].forEach((flows) => flows.clear()),
    nextAt: () => {
      const due = [...tickets.values()].flatMap((flow) => dueAt(flow, flow.step !== null));
      due.push(...[...campaigns.values()].flatMap((flow) => dueAt(flow, flow.settling)));
      return due.length === 0 ? null : Math.min(...due);
    },
  };
}

function isDue(flow: Flow, isUnderWay: boolean, now: number): boolean {
  return dueAt(flow, isUnderWay).some((at) => at <= now);
}

function dueAt({ pending, until, retryAt }: Flow, isUnderWay: boolean): readonly number[] {
  if (isUnderWay) return [retryAt];
  if (pending) return [0];
  return until === null ? [] : [until + 1];
}

/** @returns Whether the attempt counts, and was answered. */
async function attempt<Result>(
  { now, onFailure, onStep }: DriverOptions,
  flow: Flow,
  { worker, running, work }: { worker: Worker; running: Running; work: (all: Activities) => Promise<Result> },
): Promise<Done<Result> | { readonly kind: 'again' | 'stopped' | 'failed' }> {
  flow.turn += 1;
  flow.tries += 1;
  const { turn } = flow;
  flow.busy += 1;
  const done = await worker.perform(running, work);
  flow.busy -= 1;
  onStep(running, done);
  if (flow.turn !== turn) return { kind: 'gone' };
  if (done.kind === 'done') flow.tries = 0;
  if (done.kind !== 'threw') return done;
  const { thrown } = done;
  if (!isConnectorError(thrown) || thrown.code === 'bug') {
    onFailure(running, thrown);
    return { kind: 'failed' };
  }
  if (isStop(thrown.code)) return { kind: 'stopped' };
  if (!thrown.retryable) {
    onFailure(running, thrown);
    return { kind: 'failed' };
  }
  flow.retryAt = now() + (thrown.retryAfterMs ?? Math.min(60_000, 1_000 * 2 ** (flow.tries - 1)));
  return { kind: 'again' };
}

async function stepOfTicket(
  options: DriverOptions,
  flows: Map<number, TicketFlow>,
  flow: TicketFlow,
  worker: Worker,
): Promise<void> {
  if (flow.step === null) {
    [flow.step, flow.taken, flow.hints] = ['look', flow.hints, []];
    [flow.pending, flow.retryAt, flow.tries, flow.until] = [false, 0, 0, null];
  }
  const { ticketId, step } = flow;
  const running = { step, ticketId, requestId: null };
  const ref = { account: options.account, ticketId };
  const rest = (until: string | null): void => {
    flow.step = null;
    flow.until = until === null ? null : Date.parse(until);
  };
  const answered = await attempt<unknown>(options, flow, { worker, running, work: (all) => perform(all, ref, flow) });
  if (answered.kind === 'failed') flows.delete(ticketId);
  else if (answered.kind === 'stopped') rest(null);
  if (answered.kind !== 'done') return;
  flow.retryAt = 0;
  if (step === 'look') {
    const refreshed = answered.result as TicketRefresh;
    if (refreshed.paused) {
      rest(null);
      return;
    }
    [flow.refreshedAt, flow.due] = [refreshed.at, refreshed.due];
  }
  const told = step === 'timeline' || step === 'settle' ? (answered.result as TicketStatus | null) : null;
  const next = step === 'settle' || told !== null ? null : nextStep(step, flow.due);
  if (next !== null) return void (flow.step = next);
  const status = told ?? flow.due?.status;
  if (status === undefined || status === null) throw new Error('the round ended without a status');
  options.onStatus(ticketId, status);
  rest(status.until);
  if (status.done && !flow.pending) flows.delete(ticketId);
}

/** What the round does at that step; waking the tickets that waited for this one goes with its last. */
async function perform(
  all: Activities,
  ref: { account: string; ticketId: number },
  { step, taken, refreshedAt }: TicketFlow,
): Promise<unknown> {
  switch (step) {
    case null:
    case 'look':
      return all.readTicket(ref, taken);
    case 'publish':
      return all.publishCustomer(ref);
    case 'timeline':
      return all.sendTimeline(ref, refreshedAt);
    case 'settle': {
      const status = await all.settleOutcome(ref, refreshedAt);
      if (status.wake.length > 0) await all.wakeTickets(ref.account, status.wake, 'policy');
      return status;
    }
  }
}

async function stepOfCampaign(
  options: DriverOptions,
  flows: Map<string, CampaignFlow>,
  flow: CampaignFlow,
  worker: Worker,
): Promise<void> {
  if (!flow.settling) {
    [flow.settling, flow.pending, flow.retryAt, flow.tries, flow.until] = [true, false, 0, 0, null];
  }
  const { requestId } = flow;
  const answered = await attempt(options, flow, {
    ...{ worker, running: { step: 'request', ticketId: null, requestId } },
    work: (all) => all.settleRequest(options.account, requestId),
  });
  if (answered.kind === 'failed') flows.delete(requestId);
  if (answered.kind === 'stopped') flow.settling = false;
  if (answered.kind !== 'done') return;
  flow.settling = false;
  const { status, until } = answered.result;
  if (status !== 'held') flows.delete(requestId);
  else flow.until = until === null ? null : Date.parse(until);
}
