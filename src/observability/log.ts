import { pino } from 'pino';
import { createLineRenderer } from './log-line';
import { redactFields } from './log-redaction';
import type { ReadTraceIds } from './traced';

/** What a log event may carry: ids, counts, codes, durations. Never a record, a body or a person. */
export type LogValue = string | number | boolean | null | undefined | readonly (string | number)[];
export type LogFields = Readonly<Record<string, LogValue>>;

/** `event` is a stable dotted name such as `sync.page_read`; everything that varies is in `fields`. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export interface LogOptions {
  /** `verbose` is pino's `trace`: everything. */
  readonly level: 'error' | 'warn' | 'info' | 'debug' | 'verbose';
  /** One JSON object a line; otherwise one line for a person. */
  readonly json: boolean;
  /** Lowers the level to at least `debug`. */
  readonly debug?: boolean;
  /** Where lines go; standard error by default, so that standard output stays free for answers. */
  readonly destination?: { write(line: string): unknown };
  /** Puts the trace that is at work into each line. */
  readonly traceIds?: ReadTraceIds;
}

/** A log that writes at once, line by line, through the redaction of {@link redactFields}. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? process.stderr;
  const sink = options.json
    ? { write: (line: string) => void destination.write(line) }
    : createLineRenderer(destination);
  const logger = pino(
    {
      level: pinoLevel(options),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: levelName },
      mixin: () => traceFields(options.traceIds),
    },
    sink,
  );

  return {
    debug: (event, fields) => logger.debug({ ...redactFields(fields), event }),
    info: (event, fields) => logger.info({ ...redactFields(fields), event }),
    warn: (event, fields) => logger.warn({ ...redactFields(fields), event }),
    error: (event, fields) => logger.error({ ...redactFields(fields), event }),
  };
}

/** In the names that OpenTelemetry gives to fields of a log. */
function traceFields(read: ReadTraceIds = () => null): Record<string, string> {
  const ids = read();
  return ids === null ? {} : { trace_id: ids.traceId, span_id: ids.spanId };
}

function levelName(label: string): { level: string } {
  return { level: label };
}

function pinoLevel(options: LogOptions): string {
  if (options.level === 'verbose') return 'trace';
  return options.debug === true ? 'debug' : options.level;
}
