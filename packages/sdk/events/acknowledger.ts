import { acknowledgeEvents } from '../contract/subscriptions';
import type { CallApi } from '../client/api-call';
import { backoffMs, pause } from './backoff';

const MOST_AT_ONCE = 500;
/** An answer that is late does not matter: acknowledging may be repeated. */
const LONGEST_PAUSE_MS = 10_000;

export interface Acknowledger {
  /** Resolves when the connector has written down that the event was dealt with, or when `signal` says to give up. */
  acknowledge(id: number): Promise<void>;
  /** Resolves when everything is said. */
  idle(): Promise<void>;
}

/** Says in one request what was dealt with while the last one was under way. Tries until it is heard. */
export function createAcknowledger(
  callApi: CallApi,
  { account, subscriber, signal }: { account: string | undefined; subscriber: string; signal: AbortSignal },
): Acknowledger {
  let waiting: { readonly id: number; readonly done: () => void }[] = [];
  let running: Promise<void> | null = null;

  async function send(ids: readonly number[]): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await callApi(acknowledgeEvents, { query: { account }, body: { subscriber, ids } }, { signal });
        return;
      } catch {
        await pause(backoffMs(attempt, LONGEST_PAUSE_MS), signal);
      }
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      await send(batch.map(({ id }) => id));
      for (const { done } of batch) done();
    }
    running = null;
  }

  return {
    acknowledge: (id) =>
      new Promise((done) => {
        waiting.push({ id, done });
        running ??= run();
      }),
    idle: () => running ?? Promise.resolve(),
  };
}
