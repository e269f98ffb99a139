import type { IncomingHttpHeaders } from 'node:http';

/** Where a line of the log belongs in a trace. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

export type ReadTraceIds = () => TraceIds | null;

export interface TracedCalls {
  /** A request to a vendor has just ended. */
  vendorCall(call: TracedCall): void;
}

export interface TracedRequests {
  /** Works on a request of somebody else's, whose trace goes on; `end` when it was answered. */
  request(request: TracedRequest, work: (end: (answer: TracedAnswer) => void) => void): void;
}

export interface TracedCall {
  readonly vendor: string;
  readonly method: string;
  /** With names for ids. */
  readonly route: string;
  /** HTTP status, or the code of our error. */
  readonly status: number | string;
  readonly ms: number;
}

export interface TracedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

export interface TracedAnswer {
  readonly route: string;
  readonly status: number;
}
