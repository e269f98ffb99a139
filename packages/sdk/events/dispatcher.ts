import type { Acknowledger } from './acknowledger';
import { backoffMs, pause } from './backoff';
import { withTicket } from './handler-ticket';
import { Slots } from './slots';
import type { Listener, SubscriberEvent } from './types';

/** Handlers of different tickets that run at once; one that waits to be tried again is not counted. */
const AT_ONCE = 20;
/** Events in memory: no more are asked for while so many wait, are worked on or fail. */
const MOST_HELD = 1_000;

export interface DispatcherDeps {
  readonly listeners: ReadonlySet<Listener>;
  readonly acknowledger: Acknowledger;
  readonly signal: AbortSignal;
}

/**
 * Hands events to their listeners: those of one ticket one after the other, those of different tickets side by side. An event that a
 * listener throws at is tried again for that listener after a while; only the later events of its own ticket wait for it.
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #held = new Set<number>();
  readonly #lines = new Map<number, SubscriberEvent[]>();
  readonly #working = new Map<Listener, Set<Promise<unknown>>>();
  readonly #slots = new Slots(AT_ONCE);
  readonly #roomWanted: (() => void)[] = [];

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    deps.signal.addEventListener('abort', () => this.#tellOfRoom(), { once: true });
  }

  /** Takes an event over; one that is held already is ignored. */
  take(event: SubscriberEvent): void {
    const { id, ticket_id: ticketId } = event;
    if (this.#held.has(id)) return;
    this.#held.add(id);
    const line = this.#lines.get(ticketId);
    if (line !== undefined) {
      line.push(event);
      return;
    }
    const begun = [event];
    this.#lines.set(ticketId, begun);
    void this.#workOff(ticketId, begun);
  }

  /** Resolves when there is room for more events. */
  async room(): Promise<void> {
    while (this.#held.size >= MOST_HELD && !this.#deps.signal.aborted) {
      await new Promise<void>((go) => this.#roomWanted.push(go));
    }
  }

  /** Resolves when this listener works on nothing; to be called after it has left. */
  async quiet(listener: Listener): Promise<void> {
    await Promise.allSettled([...(this.#working.get(listener) ?? [])]);
    this.#working.delete(listener);
  }

  async #workOff(ticketId: number, line: SubscriberEvent[]): Promise<void> {
    for (let event = line[0]; event !== undefined; event = line[0]) {
      await this.#deal(event);
      line.shift();
      this.#held.delete(event.id);
      this.#tellOfRoom();
    }
    this.#lines.delete(ticketId);
  }

  async #deal(event: SubscriberEvent): Promise<void> {
    const { listeners, acknowledger, signal } = this.#deps;
    const done = new Set<Listener>();
    const open = (): Listener[] => [...listeners].filter((one) => one.type === event.type && !done.has(one));
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      for (const listener of open()) if (await this.#tried(listener, event)) done.add(listener);
      if (open().length === 0) break;
      await pause(backoffMs(attempt), signal);
    }
    // What nobody has dealt with stays open for the next who listens.
    if (!signal.aborted && done.size > 0) await acknowledger.acknowledge(event.id);
  }

  async #tried(listener: Listener, event: SubscriberEvent): Promise<boolean> {
    const leave = await this.#slots.enter();
    const { account, ticket_id: ticketId } = event;
    const work = withTicket({ account, ticketId }, () => listener.handle(event));
    const mine = this.#working.get(listener) ?? new Set();
    this.#working.set(listener, mine.add(work));
    try {
      await work;
      return true;
    } catch (error) {
      listener.failed(error, event);
      return false;
    } finally {
      mine.delete(work);
      leave();
    }
  }

  #tellOfRoom(): void {
    for (const go of this.#roomWanted.splice(0)) go();
  }
}
