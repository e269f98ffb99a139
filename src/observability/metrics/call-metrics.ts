import { Histogram, type Registry } from 'prom-client';

export interface CallMetrics {
  /** One request to a vendor; `route` has names for ids (`/customers/{id}`), `status` is the HTTP status or an error code. */
  vendorCall(call: { vendor: 'gorgias' | 'brevo'; route: string; status: number | string; ms: number }): void;
  /** One request to our own API. */
  apiCall(call: { method: string; route: string; status: number; ms: number }): void;
  /** A request waited for the account's budget: in its place, or given back to Temporal, whose timer waits. */
  budgetWaited(wait: BudgetWait): void;
}

export interface BudgetWait {
  readonly vendor: 'gorgias' | 'brevo';
  /** Brevo's requests have one lane: `all`. */
  readonly lane: string;
  readonly how: 'slept' | 'given_back';
  readonly ms: number;
}

const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** From a drop of Gorgias' bucket to Brevo's hour. */
const WAIT_SECONDS = [0.1, 0.5, 1, 3, 10, 30, 60, 300, 900, 3600];

export function callMetrics(registry: Registry): CallMetrics {
  const registers = [registry];
  const vendor = new Histogram({
    name: 'tajo_vendor_request_seconds',
    help: 'Requests to Gorgias and Brevo: count and duration by route and status.',
    labelNames: ['vendor', 'route', 'status'],
    buckets: CALL_SECONDS,
    registers,
  });
  const api = new Histogram({
    name: 'tajo_api_request_seconds',
    help: 'Requests to the control API: count and duration by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: CALL_SECONDS,
    registers,
  });
  const waits = new Histogram({
    name: 'tajo_budget_wait_seconds',
    help: 'Waits for the rate budget by lane: slept in place, or given back to a timer of Temporal.',
    labelNames: ['vendor', 'lane', 'how'],
    buckets: WAIT_SECONDS,
    registers,
  });
  return {
    vendorCall: (call) =>
      vendor.observe({ vendor: call.vendor, route: call.route, status: String(call.status) }, call.ms / 1000),
    apiCall: (call) =>
      api.observe({ method: call.method, route: call.route, status: String(call.status) }, call.ms / 1000),
    budgetWaited: ({ vendor: of, lane, how, ms }) => waits.observe({ vendor: of, lane, how }, ms / 1000),
  };
}
