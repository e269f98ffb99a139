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

type OnFailure = (activity: string, code: string) => void;

/** Around every activity: a heartbeat while it works, so that a killed worker is noticed soon, and failures in Temporal's words. */
export function createActivityInterceptor(onFailure: OnFailure = () => undefined): ActivityInterceptorsFactory {
  return (context: Context) => ({ inbound: inbound(context, onFailure) });
}

function inbound(context: Context, onFailure: OnFailure): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ): Promise<unknown> {
      const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await next(input);
      } catch (thrown) {
        if (context.cancellationSignal.aborted) throw thrown;
        const failure = toApplicationFailure(thrown, context.info);
        onFailure(context.info.activityType, failure.type ?? 'bug');
        throw failure;
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
