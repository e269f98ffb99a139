import type { Acknowledger } from './acknowledger';
import { backoffMs, pause } from './backoff';
import { withTicket } from './handler-ticket';
import type { Listener, SubscriberEvent } from './types';

/** Handlers of different tickets that run at once; one that waits to be tried again is not counted. */
const AT_ONCE = 20;
/** Events in memory: no more are asked for while so many wait, are worked on or fail. */
const MOST_HELD = 1_000;

export interface Dispatcher {
  /** Takes an event over; one that is held already is ignored. */
  take(event: SubscriberEvent): void;
  /** Resolves when there is room for more events. */
  room(): Promise<void>;
  /** Resolves when nothing is worked on for this listener; to be called after it has left. */
  quiet(listener: Listener): Promise<void>;
}

export interface DispatcherDeps {
  readonly listeners: ReadonlySet<Listener>;
  readonly acknowledger: Acknowledger;
  readonly signal: AbortSignal;
}

/**
 * Hands events to their listeners: those of one ticket one after the other, those of different tickets side by side. An event that a
 * listener throws at is tried again for that listener after a while; only the later events of its own ticket wait for it.
 */
export function createDispatcher({ listeners, acknowledger, signal }: DispatcherDeps): Dispatcher {
  const held = new Set<number>();
  const lines = new Map<number, SubscriberEvent[]>();
  const slots = createSlots(AT_ONCE);
  const working = new Map<Listener, Set<Promise<void>>>();
  let roomWanted: (() => void)[] = [];

  const release = (id: number): void => {
    held.delete(id);
    for (const go of roomWanted.splice(0)) go();
  };

  async function deal(event: SubscriberEvent): Promise<void> {
    const done = new Set<Listener>();
    const open = (): Listener[] => [...listeners].filter((one) => one.type === event.type && !done.has(one));
    let heard = false;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      for (const listener of open()) {
        heard = true;
        if (await tryOnce(listener, event)) done.add(listener);
      }
      if (open().length === 0) break;
      await pause(backoffMs(attempt), signal);
    }
    // Nobody is left who listens to it, or who has dealt with it: it stays open for the next who does.
    if (!signal.aborted && heard && done.size > 0) await acknowledger.acknowledge(event.id);
  }

  async function tryOnce(listener: Listener, event: SubscriberEvent): Promise<boolean> {
    const leave = await slots.enter();
    const { account, ticket_id: ticketId } = event;
    const work = withTicket({ account, ticketId }, () => listener.handle(event));
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    const mine = working.get(listener) ?? new Set();
    working.set(listener, mine.add(settled));
    try {
      await work;
      return true;
    } catch (error) {
      listener.failed(error, event);
      return false;
    } finally {
      mine.delete(settled);
      leave();
    }
  }

  async function run(ticketId: number, line: SubscriberEvent[]): Promise<void> {
    for (let event = line[0]; event !== undefined; event = line[0]) {
      await deal(event);
      line.shift();
      release(event.id);
    }
    lines.delete(ticketId);
  }

  return {
    take(event) {
      if (held.has(event.id)) return;
      held.add(event.id);
      const line = lines.get(event.ticket_id);
      if (line !== undefined) {
        line.push(event);
        return;
      }
      const begun = [event];
      lines.set(event.ticket_id, begun);
      void run(event.ticket_id, begun);
    },
    async room() {
      while (held.size >= MOST_HELD && !signal.aborted) {
        await new Promise<void>((go) => {
          roomWanted.push(go);
          signal.addEventListener('abort', () => go(), { once: true });
        });
      }
    },
    async quiet(listener) {
      await Promise.all(working.get(listener) ?? []);
      working.delete(listener);
    },
  };
}

interface Slots {
  /** Resolves with what gives the place back. */
  enter(): Promise<() => void>;
}

function createSlots(count: number): Slots {
  let free = count;
  const queue: (() => void)[] = [];
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async enter() {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => queue.push(go));
      return leave;
    },
  };
}
