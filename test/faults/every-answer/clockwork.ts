import { type Flow, fullSync, incrementalSync, publishing, Steps, ticketRound } from './flows';
import type { Shop } from './shop';

/** The interval of the Schedule. */
const SYNC_EVERY_MS = 3 * 60_000;

interface Running {
  readonly name: string;
  readonly flow: Flow<unknown>;
  readonly steps: Steps;
  readonly startedAt: number;
  dueAt: number;
}

/** The workflows of a shop, as Temporal would run them: by turns, each going on when its wait is over. Only the clock is moved. */
export class Clockwork {
  private readonly running: Running[] = [];
  private readonly tickets = new Map<number, { pending: boolean; wakeAt: number | null }>();

  /** @param isBusy others are served all the time; else nobody knows whether it is the record's fault or the vendor's. */
  constructor(
    private readonly shop: Shop,
    private readonly isBusy: boolean,
  ) {}

  /** A webhook came in, or a list told. */
  signal(ticketId: number): void {
    const known = this.tickets.get(ticketId);
    if (known !== undefined && this.isRunning(`ticket ${String(ticketId)}`)) {
      known.pending = true;
      return;
    }
    const state = { pending: false, wakeAt: null as number | null };
    const isPending = (): boolean => state.pending;
    this.tickets.set(ticketId, state);
    const steps = new Steps(this.shop, 'ticket');
    const { shop } = this;
    const life = async function* (): Flow {
      do {
        state.pending = false;
        const status = yield* ticketRound(shop, steps, ticketId);
        const until = status === null || status.done ? null : status.until;
        state.wakeAt = until === null ? null : Date.parse(until);
        // Signalled meanwhile.
      } while (isPending());
    };
    this.start(`ticket ${String(ticketId)}`, steps, life());
  }

  /** The Schedule, which skips a run while one is running. */
  sync(): void {
    if (this.isRunning('incremental sync')) return;
    const steps = new Steps(this.shop, 'sync');
    const begin = (): void => this.publish();
    const { shop } = this;
    const run = async function* (): Flow {
      if (yield* incrementalSync(shop, steps)) begin();
    };
    this.start('incremental sync', steps, run());
  }

  private publish(): void {
    if (this.isRunning('publishing')) return;
    const steps = new Steps(this.shop, 'sync');
    this.start('publishing', steps, publishing(this.shop, steps));
  }

  fullSync(): void {
    const steps = new Steps(this.shop, 'full sync');
    this.start('full sync', steps, fullSync(this.shop, steps));
  }

  isRunning(name: string): boolean {
    return this.running.some((one) => one.name === name);
  }

  /** What has not ended, and why not; `sinceMs`: for so long. */
  unfinished(): readonly { readonly name: string; readonly where: string; readonly sinceMs: number }[] {
    const now = this.shop.lane.now();
    return this.running.map(({ name, steps: { where }, startedAt }) => ({ name, where, sinceMs: now - startedAt }));
  }

  /**
   * Goes on until nothing runs, or so long has passed; with incremental syncs meanwhile.
   * @throws what a workflow threw: it has failed.
   */
  async play(forMs: number): Promise<void> {
    const { lane } = this.shop;
    const end = lane.now() + forMs;
    let nextSync = lane.now() + SYNC_EVERY_MS;
    for (;;) {
      const next = this.soonest();
      const at = next === null ? null : Math.min(next.dueAt, nextSync);
      if (next === null || at === null || at > end) return;
      if (at > lane.now()) await lane.pass(at - lane.now());
      if (lane.now() >= nextSync) {
        this.sync();
        if (this.isBusy) await this.shop.serveOthers();
        nextSync = lane.now() + SYNC_EVERY_MS;
        continue;
      }
      await this.goOn(next);
    }
  }

  private start(name: string, steps: Steps, flow: Flow): void {
    const now = this.shop.lane.now();
    this.running.push({ name, steps, flow, startedAt: now, dueAt: now });
  }

  private soonest(): Running | null {
    this.wake();
    return this.running.reduce<Running | null>(
      (best, one) => (best === null || one.dueAt < best.dueAt ? one : best),
      null,
    );
  }

  /** Timers of tickets whose time has come. */
  private wake(): void {
    for (const [ticketId, { wakeAt }] of this.tickets) {
      if (wakeAt === null || wakeAt > this.shop.lane.now()) continue;
      if (!this.isRunning(`ticket ${String(ticketId)}`)) this.signal(ticketId);
    }
  }

  private async goOn(one: Running): Promise<void> {
    try {
      const { done, value } = await one.flow.next();
      if (done !== true) one.dueAt = this.shop.lane.now() + value;
      else this.running.splice(this.running.indexOf(one), 1);
    } catch (thrown) {
      this.running.splice(this.running.indexOf(one), 1);
      throw new Error(`${one.name}: ${String(thrown)}`, { cause: thrown });
    }
    for (const ticketId of this.shop.takeSignalled()) this.signal(ticketId);
  }
}
