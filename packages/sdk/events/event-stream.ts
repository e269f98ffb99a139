import { setImmediate as nextTurn } from 'node:timers/promises';
import { readEventStream } from '../contract/subscriptions';
import type { CallApi } from '../client/api-call';
import { TajoError } from '../client/errors';
import { type Acknowledger, createAcknowledger } from './acknowledger';
import { backoffMs, pause } from './backoff';
import { Dispatcher } from './dispatcher';
import type { Listener } from './types';

const WAIT_SECONDS = 25;
const LONGEST_PAUSE_MS = 30_000;
/** For what was dealt with to be acknowledged; after that it comes again. */
const FAREWELL_MS = 5_000;

interface Waiting {
  readonly listener: Listener;
  readonly go: () => void;
  readonly refuse: (error: TajoError) => void;
}

interface StreamOf {
  readonly account: string | undefined;
  readonly subscriber: string;
  /** Called when the last listener leaves. */
  readonly ended: () => void;
}

/**
 * All listeners of a client to one account: asks the connector for events for as long as somebody listens, and goes on after every
 * interruption. The types of all listeners are asked for at once; when they change, the request that waits is given up for another.
 */
export class EventStream {
  readonly #callApi: CallApi;
  readonly #of: StreamOf;
  readonly #listeners = new Set<Listener>();
  /** Types that the connector knows this subscriber for. */
  readonly #known = new Set<string>();
  readonly #stop = new AbortController();
  readonly #acknowledger: Acknowledger;
  readonly #dispatcher: Dispatcher;
  #waiting: Waiting[] = [];
  #change = new AbortController();
  #begun = false;

  constructor(callApi: CallApi, of: StreamOf) {
    const { signal } = this.#stop;
    this.#callApi = callApi;
    this.#of = of;
    this.#acknowledger = createAcknowledger(callApi, { ...of, signal });
    this.#dispatcher = new Dispatcher({ listeners: this.#listeners, acknowledger: this.#acknowledger, signal });
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
    this.#change.abort();
    if (this.#begun) return;
    this.#begun = true;
    void this.#run();
  }

  /** Resolves when the connector knows that this type is listened to; rejects with `client.aborted` when the listener leaves before. */
  ready(listener: Listener): Promise<void> {
    return new Promise((go, refuse) => {
      if (!this.#listeners.has(listener)) refuse(closedBefore());
      else if (this.#known.has(listener.type)) go();
      else this.#waiting.push({ listener, go, refuse });
    });
  }

  /** Resolves when what the listener has dealt with is acknowledged. */
  async remove(listener: Listener): Promise<void> {
    if (!this.#listeners.delete(listener)) return;
    for (const { refuse } of this.#takeWaiting((one) => one.listener === listener)) refuse(closedBefore());
    this.#change.abort();
    const isLast = this.#listeners.size === 0;
    if (isLast) this.#of.ended();
    await this.#dispatcher.quiet(listener);
    await nextTurn();
    const farewell = new AbortController();
    await Promise.race([this.#acknowledger.idle(), pause(FAREWELL_MS, farewell.signal)]);
    farewell.abort();
    if (isLast) this.#stop.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    // Handlers that are registered one after the other begin together.
    await nextTurn();
    let requestedTypes = '';
    let after = 0;
    let failures = 0;
    let told = new Set<Listener>();
    while (this.#listeners.size > 0) {
      await this.#dispatcher.room();
      this.#change = new AbortController();
      const given = AbortSignal.any([signal, this.#change.signal]);
      const types = this.#types();
      // What was left open for another type may be older than what came since.
      if (types !== requestedTypes) after = 0;
      requestedTypes = types;
      try {
        after = await this.#ask({ types, after, signal: given });
        failures = 0;
        told = this.#tellConnected(told);
      } catch (thrown) {
        if (given.aborted) continue;
        if (failures === 0) this.#report(thrown);
        await pause(backoffMs(failures, LONGEST_PAUSE_MS), given);
        failures += 1;
        told = new Set();
      }
    }
  }

  /** Those that were not told since they came, or since the last interruption. */
  #tellConnected(told: ReadonlySet<Listener>): Set<Listener> {
    for (const listener of this.#listeners) if (!told.has(listener)) listener.connected();
    return new Set(this.#listeners);
  }

  #types(): string {
    return [...new Set([...this.#listeners].map(({ type }) => type))].sort().join(',');
  }

  /** Answers the id of the last event that came. */
  async #ask({ types, after, signal }: { types: string; after: number; signal: AbortSignal }): Promise<number> {
    const { account, subscriber } = this.#of;
    const isKnown = types.split(',').every((type) => this.#known.has(type));
    const query = { account, subscriber, types, after, wait: isKnown ? WAIT_SECONDS : 0 };
    const { events } = await this.#callApi(readEventStream, { query }, { signal });
    for (const type of types.split(',')) this.#known.add(type);
    for (const { go } of this.#takeWaiting(({ listener }) => this.#known.has(listener.type))) go();
    for (const event of events) this.#dispatcher.take(event);
    return events.at(-1)?.id ?? after;
  }

  #takeWaiting(wanted: (one: Waiting) => boolean): readonly Waiting[] {
    const taken = this.#waiting.filter(wanted);
    this.#waiting = this.#waiting.filter((one) => !taken.includes(one));
    return taken;
  }

  #report(thrown: unknown): void {
    const broke = (): TajoError => new TajoError('bug', 'The stream of events broke.', { cause: thrown });
    const error = thrown instanceof TajoError ? thrown : broke();
    for (const listener of this.#listeners) listener.interrupted(error);
  }
}

function closedBefore(): TajoError {
  return new TajoError('client.aborted', 'The subscription was closed.');
}
