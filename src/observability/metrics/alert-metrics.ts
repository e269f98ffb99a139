import { Counter, type Registry } from 'prom-client';

export interface AlertMetrics {
  /** A line of level `error`; `account` is empty where the line is about none. */
  alertLogged(event: string, account: string): void;
}

export function alertMetrics(registry: Registry): AlertMetrics {
  const alerts = new Counter({
    name: 'tajo_alerts_total',
    help: 'Lines of the log with the level error, by their event.',
    labelNames: ['event', 'account'],
    registers: [registry],
  });
  return { alertLogged: (event, account) => alerts.inc({ event, account }) };
}
