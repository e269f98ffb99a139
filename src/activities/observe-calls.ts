import type { HttpCall } from '../http/transport';
import type { Vendor } from '../http/vendor';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';

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
}): CallObserver {
  const clocks = new Map<Vendor, number>();
  return {
    onCall: (call) => {
      const { vendor, method, route, status, code, ms, budgetLeft, requestId, clockAheadMs } = call;
      deps.metrics.vendorCall({ vendor, route, status: status ?? code ?? 'aborted', ms });
      if (clockAheadMs !== null) clocks.set(vendor, clockAheadMs);
      if (!deps.logApiCalls) return;
      const outcome = status ?? code ?? 'aborted';
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
