import { readStartup } from './config/startup';
import type { ConnectorConfig, Environment } from './config/types';
import { parseEncryptionKey } from './crypto/encryption-key';
import { createKeyring, type Keyring } from './crypto/keyring';
import { ConnectorError } from './domain/errors/connector-error';
import { failureOf } from './domain/errors/failure';
import { failureLines } from './domain/errors/failure-lines';
import { countedLog } from './observability/counted-log';
import { createLog, type Log } from './observability/log';
import { createMetrics, type Metrics } from './observability/metrics';
import type { TraceIds } from './observability/traced';
import { openStore } from './store/open';
import type { Store } from './store/types';
import { openTracing } from './temporal/tracing/open-tracing';
import type { Tracing } from './temporal/tracing/tracing';

export interface ProcessParts {
  readonly environment: Environment;
  readonly config: ConnectorConfig;
  readonly keyring: Keyring;
  readonly store: Store;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Null: nothing is traced. */
  readonly tracing: Tracing | null;
}

/** What worker and API, started apart, both need. Neither of them owns the database: whoever starts first must not take it away when it ends. */
export async function openProcess(name: 'worker' | 'api' | 'migrate' | 'restored'): Promise<ProcessParts> {
  const { environment, config } = readStartup(null);
  const required = requireForProduction(name, environment);
  let tracing: Tracing | null = null;
  const traceIds = (): TraceIds | null => tracing?.ids() ?? null;
  const metrics = createMetrics({ processMetrics: true });
  const log = countedLog(createLog({ level: config.logLevel, json: true, debug: config.debug, traceIds }), metrics);
  tracing = await openTracing({ endpoint: environment.otlpEndpoint, service: `tajo-${name}`, log });
  const keyring = createKeyring({ keys: parseEncryptionKey(required.encryptionKey) });
  const notices = { warn: (message: string) => log.warn('store.notice', { message }) };
  const store = await openStore({ databaseUrl: required.databaseUrl, keyring, log: notices });
  return { environment, config, keyring, store, log, metrics, tracing };
}

function requireForProduction(name: string, environment: Environment): { databaseUrl: string; encryptionKey: string } {
  const { databaseUrl, encryptionKey } = environment;
  if (databaseUrl === null || encryptionKey === null) {
    const missing = databaseUrl === null ? 'DATABASE_URL' : 'TAJO_ENCRYPTION_KEY';
    throw new ConnectorError(
      'config.invalid',
      `${missing} is not set: ${name} must have the same one as the API and all workers; only \`npm start\` brings its own.`,
      {
        details: { field: missing },
      },
    );
  }
  return { databaseUrl, encryptionKey };
}

/** Waits for SIGINT or SIGTERM, or for `ended` to fail, and stops in order. */
export async function runUntilStopped(ended: Promise<void>, stop: () => Promise<void>): Promise<void> {
  const signal = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await Promise.race([signal, ended]);
  await stop();
}

/** A sentence instead of a stack trace, and the exit code of the specification. */
export function reportAndExit(thrown: unknown, toFailure = failureOf): never {
  const failure = toFailure(thrown);
  const { isTTY, columns } = process.stderr;
  process.stderr.write(`${failureLines(failure, isTTY ? columns : null).join('\n')}\n`);
  process.exit(failure.exitCode);
}
