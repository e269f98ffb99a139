import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventStreamSchema } from '../../api/contract/subscriptions';
import type { CallApi } from '../api-call';
import { TajoError } from '../errors';
import { createAcknowledger } from './acknowledger';
import { backoffMs, pause } from './backoff';
import { createDispatcher } from './dispatcher';
import type { Listener } from './types';

const STREAM_PATH = '/v1/connectors/gorgias/events/stream';
const WAIT_SECONDS = 25;
const TIMEOUT_MS = (WAIT_SECONDS + 15) * 1000;
const LONGEST_PAUSE_MS = 30_000;
/** For what was dealt with to be acknowledged; after that it comes again. */
const FAREWELL_MS = 5_000;

/** All listeners of a client to one account. */
export interface EventStream {
  add(listener: Listener): void;
  /** Resolves when the connector knows that this type is listened to. */
  ready(listener: Listener): Promise<void>;
  /** Resolves when what the listener has dealt with is acknowledged. */
  remove(listener: Listener): Promise<void>;
}

/**
 * Asks the connector for events for as long as somebody listens, and goes on after every interruption. The types of all listeners are asked
 * for at once; when they change, the waiting request is given up for one with the new types.
 */
export function createEventStream(
  callApi: CallApi,
  { account, subscriber, ended }: { account: string | undefined; subscriber: string; ended: () => void },
): EventStream {
  const listeners = new Set<Listener>();
  const waitingFor = new Map<Listener, { go: () => void; refuse: (error: TajoError) => void }[]>();
  const known = new Set<string>();
  const stop = new AbortController();
  const { signal } = stop;
  const acknowledger = createAcknowledger(callApi, { account, subscriber, signal });
  const dispatcher = createDispatcher({ listeners, acknowledger, signal });
  let change = new AbortController();
  let begun = false;

  const typesNow = (): string => [...new Set([...listeners].map(({ type }) => type))].sort().join(',');

  async function ask(types: string, after: number): Promise<number> {
    const standing = types.split(',').every((type) => known.has(type));
    const { events } = await callApi({
      ...{ method: 'GET', path: STREAM_PATH, answer: eventStreamSchema, timeoutMs: TIMEOUT_MS },
      query: { account, subscriber, types, after, wait: standing ? WAIT_SECONDS : 0 },
      signal: AbortSignal.any([signal, change.signal]),
    });
    for (const type of types.split(',')) known.add(type);
    for (const [listener, waiting] of waitingFor) {
      if (!known.has(listener.type)) continue;
      for (const { go } of waiting) go();
      waitingFor.delete(listener);
    }
    for (const event of events) dispatcher.take(event);
    return events.at(-1)?.id ?? after;
  }

  async function run(): Promise<void> {
    // Handlers that are registered one after the other begin together.
    await nextTurn();
    let asked = '';
    let after = 0;
    let failures = 0;
    while (!signal.aborted) {
      await dispatcher.room();
      change = new AbortController();
      const types = typesNow();
      if (types === '') break;
      // What was left open for a type may be older than what came since.
      if (types !== asked) after = 0;
      asked = types;
      try {
        after = await ask(types, after);
        failures = 0;
      } catch (thrown) {
        if (signal.aborted || change.signal.aborted) continue;
        if (failures === 0) report(thrown);
        await pause(backoffMs(failures, LONGEST_PAUSE_MS), AbortSignal.any([signal, change.signal]));
        failures += 1;
      }
    }
  }

  function report(thrown: unknown): void {
    const error =
      thrown instanceof TajoError ? thrown : new TajoError('bug', 'The stream of events broke.', { cause: thrown });
    for (const listener of listeners) listener.interrupted(error);
  }

  return {
    add(listener) {
      listeners.add(listener);
      change.abort();
      if (begun) return;
      begun = true;
      void run();
    },
    ready: (listener) =>
      new Promise((go, refuse) => {
        if (!listeners.has(listener)) refuse(closedBefore());
        else if (known.has(listener.type)) go();
        else waitingFor.set(listener, [...(waitingFor.get(listener) ?? []), { go, refuse }]);
      }),
    async remove(listener) {
      if (!listeners.delete(listener)) return;
      for (const { refuse } of waitingFor.get(listener) ?? []) refuse(closedBefore());
      waitingFor.delete(listener);
      change.abort();
      const isLast = listeners.size === 0;
      if (isLast) ended();
      await dispatcher.quiet(listener);
      await nextTurn();
      await Promise.race([acknowledger.idle(), pause(FAREWELL_MS, signal)]);
      if (isLast) stop.abort();
    },
  };
}

function closedBefore(): TajoError {
  return new TajoError('client.aborted', 'The subscription was closed.');
}
