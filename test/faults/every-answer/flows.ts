import { randomUUID } from 'node:crypto';
import type { Activities } from '../../../src/activities';
import { toApplicationFailure } from '../../../src/activities/failures';
import type { IncrementalSetup, SyncSetup } from '../../../src/activities/types';
import type { TicketStatus } from '../../../src/activities/tickets/types';
import { isStop } from '../../../src/domain/errors/stop';
import type { Shop } from './shop';

/** A workflow of `src/workflows` as steps and waits: it yields the milliseconds that it waits, and is gone on with after them. */
export type Flow<Result = void> = AsyncGenerator<number, Result, void>;

/** No workflow may end like this. */
class FailedWorkflow extends Error {
  constructor(step: keyof Activities, code: string, message: string) {
    super(`${step} fails its workflow by ${code}: ${message}`);
    this.name = 'FailedWorkflow';
  }
}

/** `ticket/steps.ts`: nothing can go on here before somebody says so. */
class Stopped extends Error {}

/** As Temporal retries (`activity-options.ts`): one second, doubled, a minute at most. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** As `retry-waits.ts`. */
const MENDED_EVERY_MS = 10 * 60_000;
const LIMIT_WAIT_MS = 60_000;
/** A loop of slices that is longer than this ends nowhere. */
const MOST_SLICES = 60;

type Bears = 'ticket' | 'sync' | 'full sync';

/** What a workflow needs of the shop: its activities, tried again as Temporal and `patiently` do. */
export class Steps {
  /** Where each workflow is, for whoever asks why it does not end. */
  where = '';

  constructor(
    private readonly shop: Shop,
    private readonly bears: Bears,
  ) {}

  async *step<Result>(name: keyof Activities, work: (activities: Activities) => Promise<Result>): Flow<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.shop.attempt(attempt, work);
      } catch (thrown) {
        const { type, nonRetryable, nextRetryDelay, details, message } = toApplicationFailure(thrown, {
          attempt,
          activityType: name,
        });
        const code = type ?? 'bug';
        this.where = `${name} tries for the ${String(attempt)}th time: ${message}`;
        // Nothing that a vendor answers is to surprise us.
        if (code === 'bug') throw thrown;
        if (nonRetryable === true) {
          yield* this.bear(name, { code, message, retryAfterMs: readRetryAfter(details) });
          attempt = 0;
        } else {
          const backOff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
          yield typeof nextRetryDelay === 'number' ? nextRetryDelay : backOff;
        }
      }
    }
  }

  /** `patiently`, with what the workflow says that it bears. */
  private *bear(
    name: keyof Activities,
    { code, message, retryAfterMs }: { code: string; message: string; retryAfterMs: number | null },
  ): Generator<number, void, void> {
    if (code.endsWith('.rate_limited')) {
      yield retryAfterMs ?? LIMIT_WAIT_MS;
      return;
    }
    if (this.bears === 'ticket' && (isStop(code) || /^(?:gorgias|brevo)\./.test(code))) throw new Stopped(message);
    if (this.bears === 'ticket' || !isStop(code) || code === 'config.invalid')
      throw new FailedWorkflow(name, code, message);
    yield MENDED_EVERY_MS;
  }
}

function readRetryAfter(details: unknown[] | null | undefined): number | null {
  const detail = details?.[0] as { retryAfterMs?: unknown } | undefined;
  return typeof detail?.retryAfterMs === 'number' ? detail.retryAfterMs : null;
}

/** `ticket.ts`: one round; null where nothing can be done before something comes. */
export async function* ticketRound(shop: Shop, steps: Steps, ticketId: number): Flow<TicketStatus | null> {
  const ref = { account: shop.account, ticketId };
  const hints = [{ source: 'webhook', trigger: 'ticket-updated', atMs: shop.lane.now() } as const];
  try {
    const refreshed = yield* steps.step('readTicket', (all) => all.readTicket(ref, hints));
    if (refreshed.paused || refreshed.unreadable !== undefined) return null;
    const { survivorId } = refreshed;
    if (survivorId !== null)
      yield* steps.step('wakeTickets', (all) => all.wakeTickets(shop.account, [survivorId], 'policy'));
    const { due } = refreshed;
    if (due?.contact === true && !due.timeline) yield* steps.step('publishCustomer', (all) => all.publishCustomer(ref));
    const told =
      due?.timeline === true ? yield* steps.step('sendTimeline', (all) => all.sendTimeline(ref, refreshed.at)) : null;
    const status =
      told ?? due?.status ?? (yield* steps.step('settleOutcome', (all) => all.settleOutcome(ref, refreshed.at)));
    if (status.wake.length > 0)
      yield* steps.step('wakeTickets', (all) => all.wakeTickets(shop.account, status.wake, 'policy'));
    return status;
  } catch (thrown) {
    if (thrown instanceof Stopped) return null;
    throw thrown;
  }
}

/** `incremental-sync.ts`, as the Schedule starts it; answers whether publishing has to begin. */
export async function* incrementalSync(shop: Shop, steps: Steps): Flow<boolean> {
  const input = { account: shop.account };
  const runId = randomUUID();
  const setup = yield* steps.step('prepareIncremental', (all) => all.prepareIncremental(input, runId));
  for (const resource of setup.walks) {
    yield* walkList(steps, setup, resource);
    if (resource === 'events' || resource === 'tickets') yield* tellTickets(steps, setup);
  }
  if (setup.walks.includes('customers')) yield* tellTickets(steps, setup);
  const isDue = setup.publishes && (yield* steps.step('isAnythingDue', (all) => all.isAnythingDue(setup.account)));
  if (setup.walks.includes('events')) yield* steps.step('sweep', (all) => all.sweep(setup));
  yield* steps.step('finishIncremental', (all) => all.finishIncremental(setup, 0));
  return isDue;
}

async function* tellTickets(steps: Steps, setup: IncrementalSetup): Flow {
  yield* slices(steps, 'tellTickets', () => steps.step('tellTickets', (all) => all.tellTickets(setup)));
}

/** `publishing.ts`. */
export async function* publishing({ account }: Shop, steps: Steps): Flow {
  yield* slices(steps, 'publishSlice', async function* () {
    const { written, unchanged, held, remaining } = yield* steps.step('publishSlice', (all) =>
      all.publishSlice(account),
    );
    return { done: remaining === 0 || written + unchanged + held === 0 };
  });
  const customers = { account, dryRun: false };
  yield* slices(steps, 'tellCustomers', () => steps.step('tellCustomers', (all) => all.tellCustomers(customers)));
}

/** `full-sync.ts` and `sync/phases.ts`, its two loops one after the other. */
export async function* fullSync(shop: Shop, steps: Steps): Flow {
  const input = { account: shop.account };
  const runId = randomUUID();
  yield* steps.step('readReference', (all) => all.readReference(input));
  const setup = yield* steps.step('prepareRun', (all) => all.prepareRun(input, runId));
  yield* steps.step('ensureTagLists', (all) => all.ensureTagLists(setup));
  let offset: number | null = 0;
  while (offset !== null) {
    const from: number = offset;
    offset = yield* steps.step('readBrevoState', (all) => all.readBrevoState(setup, from));
  }
  for (const resource of setup.walks) {
    yield* walkList(steps, setup, resource);
    if (resource === 'satisfaction_surveys') continue;
    const kind = resource === 'customers' ? 'customer' : 'ticket';
    yield* slices(steps, 'verifyUnseen', () => steps.step('verifyUnseen', (all) => all.verifyUnseen(setup, kind)));
  }
  yield* publishAll(steps, setup);
  if (setup.enrichSince !== null) {
    yield* walkList(steps, setup, 'messages');
    yield* slices(steps, 'enrichCustomers', async function* () {
      const { remaining } = yield* steps.step('enrichCustomers', (all) => all.enrichCustomers(setup));
      return { done: remaining === 0 };
    });
  }
  yield* publishAll(steps, setup);
  yield* slices(steps, 'confirmImports', async function* () {
    const { running, waitMs } = yield* steps.step('confirmImports', (all) => all.confirmImports(setup));
    if (running === 0 && (yield* publishAll(steps, setup)) === 0) return { done: true };
    if (waitMs > 0) yield waitMs;
    return { done: false };
  });
  yield* steps.step('finishRun', (all) => all.finishRun(setup, null));
}

async function* walkList(steps: Steps, setup: SyncSetup, resource: SyncSetup['walks'][number]): Flow {
  yield* slices(steps, `readPages ${resource}`, () => steps.step('readPages', (all) => all.readPages(setup, resource)));
}

async function* publishAll(steps: Steps, setup: SyncSetup): Flow<number> {
  let written = 0;
  yield* slices(steps, 'publishDue', async function* () {
    const result = yield* steps.step('publishDue', (all) => all.publishDue(setup, null));
    written += result.written;
    return { done: result.remaining === 0 };
  });
  return written;
}

async function* slices(steps: Steps, name: string, slice: () => Flow<{ readonly done: boolean }>): Flow {
  for (let count = 1; !(yield* slice()).done; count += 1) {
    steps.where = `${name} has had ${String(count)} slices`;
    // Temporal would go on at once, for ever; here time passes, so that it is seen.
    if (count >= MOST_SLICES) yield LONGEST_WAIT_MS;
  }
}
