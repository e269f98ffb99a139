import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/**
 * What may leave for a collector: ids, names and codes. The interceptors also hand over all that Temporal knows of a workflow, memo
 * included, and the messages of errors, which may quote what somebody wrote.
 */
const OPEN: ReadonlySet<string> = new Set([
  ...['temporalWorkflowId', 'temporalActivityId', 'run_id', 'runId', 'workflowId', 'workflowType', 'attempt'],
  ...['namespace', 'taskQueue', 'error.type', 'exception.type'],
  ...['http.request.method', 'http.route', 'http.response.status_code', 'peer.service'],
]);

/** Sends spans on, without anything that {@link OPEN} does not name. */
export function blindExporter(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(blind), done),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}

function blind(span: ReadableSpan): ReadableSpan {
  const { name, kind, parentSpanId, startTime, endTime, duration, ended, resource, instrumentationLibrary } = span;
  return {
    name,
    kind,
    startTime,
    endTime,
    duration,
    ended,
    resource,
    instrumentationLibrary,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    spanContext: () => span.spanContext(),
    status: { code: span.status.code },
    attributes: open(span.attributes),
    links: span.links.map(({ context }) => ({ context })),
    events: span.events.map((event) => ({ ...event, attributes: open(event.attributes ?? {}) })),
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function open(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => OPEN.has(name)));
}
