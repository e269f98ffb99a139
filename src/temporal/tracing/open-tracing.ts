import type { Log } from '../../observability/log';
import type { Tracing } from './tracing';

export interface TracingOptions {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`; null: nothing is traced, and nothing of OpenTelemetry is loaded. */
  readonly endpoint: string | null;
  /** Name of the process, where `OTEL_SERVICE_NAME` gives none. */
  readonly service: string;
  readonly log: Pick<Log, 'warn'>;
}

export async function openTracing({ endpoint, service, log }: TracingOptions): Promise<Tracing | null> {
  if (endpoint === null) return null;
  // An import at the top would load it for everybody.
  const { startTracing } = await import('./otlp-tracing.js');
  return startTracing(endpoint, { service, onUnsent: (hint) => log.warn('tracing.not_sent', { hint }) });
}
