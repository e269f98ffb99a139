import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorConfig } from '../config/types';
import { createLog, type Log } from '../observability/log';
import type { ReadTraceIds } from '../observability/traced';
import type { Home } from './home';

/**
 * On a terminal the log goes to `<home>/connector.log`, because its lines would tear the progress bar; elsewhere to standard error, of
 * trouble only unless the configuration asks for more.
 */
export function openDevLog(
  home: Home,
  config: ConnectorConfig,
  { screen, traceIds }: { readonly screen: NodeJS.WriteStream; readonly traceIds: ReadTraceIds },
): { log: Log; file: string | null } {
  const { logLevel, debug, logApiCalls } = config;
  if (!screen.isTTY)
    return {
      log: createLog({ level: logLevel === 'info' && !logApiCalls ? 'warn' : logLevel, json: false, debug, traceIds }),
      file: null,
    };
  const file = join(home.path, 'connector.log');
  const descriptor = openSync(file, 'a', 0o600);
  const destination = { write: (line: string) => writeSync(descriptor, line) };
  return { log: createLog({ level: logLevel, json: true, debug, destination, traceIds }), file };
}
