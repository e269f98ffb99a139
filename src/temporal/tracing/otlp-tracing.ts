import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { envDetectorSync, Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import { blindExporter } from './blind-spans';
import type { TracedAnswer, TracedCall, TracedRequest } from '../../observability/traced';
import type { Tracing } from './tracing';

/** Between two sendings. A trace that is looked for is there within seconds. */
const SEND_EVERY_MS = 2_000;

/**
 * OpenTelemetry over OTLP/HTTP with JSON. It is of the process, as OpenTelemetry's context is. Everything else is set by its own variables:
 * `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`, …
 */
export function startTracing(
  endpoint: string,
  { service, onUnsent }: { readonly service: string; readonly onUnsent: (hint: string) => void },
): Tracing {
  // A collector that is away costs its spans, and nothing else.
  const error = (): void => onUnsent('OTEL_EXPORTER_OTLP_ENDPOINT does not take spans');
  diag.setLogger({ error, warn: ignore, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.ERROR);
  const resource = new Resource({ 'service.name': service, ...envDetectorSync.detect().attributes });
  const exporter = blindExporter(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }));
  const processor = new BatchSpanProcessor(exporter, { scheduledDelayMillis: SEND_EVERY_MS });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() });
  const tracer = provider.getTracer('tajo');
  return {
    ids: () => {
      const active = trace.getActiveSpan()?.spanContext();
      return active === undefined ? null : { traceId: active.traceId, spanId: active.spanId };
    },
    clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor()],
    activityInterceptor: (activity) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(activity) }),
    sinks: { exporter: makeWorkflowExporter(processor, resource) },
    failed: (code) => trace.getActiveSpan()?.setAttribute('error.type', code),
    vendorCall: (call) => endedCall(tracer.startSpan(...callSpan(call)), call),
    request: (request, work) => {
      const span = tracer.startSpan(...requestSpan(request));
      context.with(trace.setSpan(context.active(), span), () => work((answer) => endRequest(span, request, answer)));
    },
    close: () => provider.shutdown(),
  };
}

type Started = Parameters<ReturnType<typeof trace.getTracer>['startSpan']>;

function callSpan({ vendor, method, route, ms }: TracedCall): Started {
  const attributes = { 'http.request.method': method, 'http.route': route, 'peer.service': vendor };
  return [`${method} ${route}`, { kind: SpanKind.CLIENT, startTime: Date.now() - ms, attributes }];
}

function endedCall(span: Span, { status }: TracedCall): void {
  if (typeof status === 'number') span.setAttribute('http.response.status_code', status);
  else span.setAttribute('error.type', status);
  if (typeof status === 'string' || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function requestSpan({ method, headers }: TracedRequest): Started {
  const options = { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } };
  return [method, options, propagation.extract(context.active(), headers)];
}

function endRequest(span: Span, { method }: TracedRequest, { route, status }: TracedAnswer): void {
  span.updateName(`${method} ${route}`);
  span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function ignore(): void {
  // What OpenTelemetry says of its own well-being.
}
