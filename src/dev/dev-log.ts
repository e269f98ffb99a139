import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Startup } from '../config/startup';
import type { ConnectorConfig } from '../config/types';
import { countedLog } from '../observability/counted-log';
import { createLog, type Log } from '../observability/log';
import { createMetrics, type Metrics } from '../observability/metrics';
import type { ReadTraceIds } from '../observability/traced';
import { openTracing } from '../temporal/tracing/open-tracing';
import type { Tracing } from '../temporal/tracing/tracing';
import type { Home } from './home';
import type { StartOutput } from './output';
import type { Shutdown } from './shutdown';

interface OwnLog {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly logFile: string | null;
  readonly tracing: Tracing | null;
}

/** What this process says of itself: lines, figures and traces. */
export async function openOwnLog(
  { config, environment }: Startup,
  home: Home,
  { output, shutdown }: { readonly output: StartOutput; readonly shutdown: Shutdown },
): Promise<OwnLog> {
  let tracing: Tracing | null = null;
  const traceIds: ReadTraceIds = () => tracing?.ids() ?? null;
  const metrics = createMetrics({ processMetrics: true });
  const { lines, logFile } = openLines(home, config, { screen: output.screen, traceIds });
  const log = countedLog(lines, metrics);
  tracing = await openTracing({ endpoint: environment.otlpEndpoint, service: 'tajo', log });
  shutdown.add('tracing', () => tracing?.close() ?? Promise.resolve());
  return { log, logFile, metrics, tracing };
}

/**
 * On a terminal the log goes to `<home>/connector.log`, because its lines would tear the progress bar; elsewhere to standard error, of
 * trouble only unless the configuration asks for more.
 */
function openLines(
  home: Home,
  config: ConnectorConfig,
  { screen, traceIds }: { readonly screen: NodeJS.WriteStream; readonly traceIds: ReadTraceIds },
): { lines: Log; logFile: string | null } {
  const { logLevel, debug, logApiCalls } = config;
  if (!screen.isTTY)
    return {
      lines: createLog({
        level: logLevel === 'info' && !logApiCalls ? 'warn' : logLevel,
        json: false,
        debug,
        traceIds,
      }),
      logFile: null,
    };
  const logFile = join(home.path, 'connector.log');
  const descriptor = openSync(logFile, 'a', 0o600);
  const destination = { write: (line: string) => writeSync(descriptor, line) };
  return { lines: createLog({ level: logLevel, json: true, debug, destination, traceIds }), logFile };
}
