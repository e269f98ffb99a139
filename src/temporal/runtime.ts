import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log } from '../observability/log';

/**
 * Temporal's own log lines go through ours, warnings and worse only: lower levels tell of each task. Signals are ours to handle, since
 * the API, the server and the sandbox stop in an order. Must run before anything else touches Temporal's runtime.
 */
export function installRuntime(log: Log): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const fields = {
        message,
        workflowType: text(meta?.['workflowType']),
        activityType: text(meta?.['activityType']),
        code: codeOf(meta?.['error']),
      };
      if (level === 'ERROR') log.error('temporal.log', fields);
      else log.warn('temporal.log', fields);
    }),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} } },
  });
}

/** The code of our list; a message is left out, it may come from a library and quote what it was given. */
function codeOf(error: unknown): string | undefined {
  return error instanceof ApplicationFailure ? (error.type ?? undefined) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
