import { asyncLocalStorage, type Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

export interface ActivityClock {
  now(): Date;
  readonly interceptor: ActivityInterceptorsFactory;
}

/**
 * The Temporal server's time, as an activity sees it: when its attempt was scheduled, and what has gone by since it began here. Timers ring
 * by that clock, so a worker whose own clock is wrong, or is put right, decides nothing earlier or later than the others.
 * @param localNow Milliseconds since 1970 by this machine's clock.
 */
export function createActivityClock(localNow: () => number): ActivityClock {
  const begun = new WeakMap<Context, number>();
  return {
    now: () => {
      const context = asyncLocalStorage.getStore();
      const begunAt = context === undefined ? undefined : begun.get(context);
      if (context === undefined || begunAt === undefined) return new Date(localNow());
      return new Date(context.info.currentAttemptScheduledTimestampMs + Math.max(0, localNow() - begunAt));
    },
    interceptor: (context) => {
      begun.set(context, localNow());
      return {};
    },
  };
}
