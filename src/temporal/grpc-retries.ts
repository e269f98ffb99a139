import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

export interface Retries {
  /** For the calls of one connection. */
  readonly interceptor: NonNullable<ConnectionOptions['interceptors']>[number];
  /** From now on no call is tried again; resolves when none waits to be. */
  stop(): Promise<void>;
}

/** Timers fire a little late on a loaded machine. */
const MARGIN_MS = 50;

/**
 * The client's own way of trying again, with an end: it does so on a timer, and a timer that fires after the connection was closed throws
 * where nobody can catch it, which ends the process.
 */
export function createRetries(): Retries {
  const options = defaultGrpcRetryOptions();
  let isStopped = false;
  let lastAt = 0;
  return {
    interceptor: makeGrpcRetryInterceptor({
      retryableDecider: (attempt, status) => !isStopped && options.retryableDecider(attempt, status),
      delayFunction: (attempt, status) => {
        const ms = options.delayFunction(attempt, status);
        lastAt = Math.max(lastAt, Date.now() + ms);
        return ms;
      },
    }),
    async stop() {
      isStopped = true;
      const ms = lastAt + MARGIN_MS - Date.now();
      if (ms > 0) await sleep(ms);
    },
  };
}
