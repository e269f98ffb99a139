import type { HttpCall } from '../http/transport';
import type { Vendor } from '../http/vendor';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';
import type { TracedCalls } from '../observability/traced';

export interface CallObserver {
  /** Metrics always, the log in debug mode: what may be known of a call, never a secret, a body or a person. */
  onCall(call: HttpCall): void;
  /** How far this vendor's clock was ahead of ours at its last answer, in milliseconds; null: not known yet. */
  clockAheadMs(vendor: Vendor): number | null;
}

export function createCallObserver(deps: {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly logApiCalls: boolean;
  /** Missing: calls are no steps of a trace. */
  readonly tracing?: TracedCalls | null;
}): CallObserver {
  const clocks = new Map<Vendor, number>();
  return {
    onCall: (call) => {
      const { vendor, method, route, status, code, ms, budgetLeft, requestId, clockAheadMs } = call;
      const outcome = status ?? code ?? 'aborted';
      deps.metrics.vendorCall({ vendor, route, status: outcome, ms });
      deps.tracing?.vendorCall({ vendor, method, route, status: outcome, ms });
      if (clockAheadMs !== null) clocks.set(vendor, clockAheadMs);
      if (!deps.logApiCalls) return;
      const rounded = Math.round(ms);
      deps.log.info('vendor.call', {
        vendor,
        method,
        path: route,
        status: outcome,
        ms: rounded,
        budgetLeft,
        requestId,
      });
    },
    clockAheadMs: (vendor) => clocks.get(vendor) ?? null,
  };
}
