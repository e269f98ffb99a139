import { collectDefaultMetrics, Registry } from 'prom-client';
import { accountMetrics, type AccountMetrics } from './metrics/account-metrics';
import { activityMetrics, type ActivityMetrics } from './metrics/activity-metrics';
import { alertMetrics, type AlertMetrics } from './metrics/alert-metrics';
import { callMetrics, type CallMetrics } from './metrics/call-metrics';
import { deliveryMetrics, type DeliveryMetrics } from './metrics/delivery-metrics';
import { syncMetrics, type SyncMetrics } from './metrics/sync-metrics';
import { webhookMetrics, type WebhookMetrics } from './metrics/webhook-metrics';

export type { AccountFigures, AccountLag, BudgetFigures, StoreFigures } from './metrics/account-metrics';

/** The figures that exist, as verbs; nothing else of Prometheus leaves this room. Labels are ids and codes, never people. */
export interface Metrics
  extends CallMetrics, SyncMetrics, DeliveryMetrics, ActivityMetrics, WebhookMetrics, AccountMetrics, AlertMetrics {
  /** The Prometheus exposition text. */
  render(): Promise<{ contentType: string; text: string }>;
}

/** Metrics in a registry of their own, so that two connectors in one process (tests) don't share numbers. */
export function createMetrics(options: { processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry, prefix: 'tajo_' });
  return {
    ...callMetrics(registry),
    ...syncMetrics(registry),
    ...deliveryMetrics(registry),
    ...activityMetrics(registry),
    ...webhookMetrics(registry),
    ...accountMetrics(registry),
    ...alertMetrics(registry),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
