import type { Context } from '@temporalio/activity';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInterceptorsFactory,
  Next,
} from '@temporalio/worker';
import { toApplicationFailure } from './failures';

/** Short activities need no heartbeat; each one that reaches the server is an action. */
const HEARTBEAT_MS = 5_000;

/** Around every activity: a heartbeat while it works, so that a killed worker is noticed soon, and failures in Temporal's words. */
export function createActivityInterceptor(): ActivityInterceptorsFactory {
  return (context: Context) => ({ inbound: inbound(context) });
}

function inbound(context: Context): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ): Promise<unknown> {
      const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await next(input);
      } catch (thrown) {
        throw context.cancellationSignal.aborted ? thrown : toApplicationFailure(thrown, context.info);
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
