import { Counter, Gauge, type Registry } from 'prom-client';

export interface WebhookMetrics {
  webhookReceived(account: string, outcome: string): void;
  /** Null: there is none, or none any more. */
  webhookProblem(account: string, kind: 'failing' | 'silent' | null): void;
}

export function webhookMetrics(registry: Registry): WebhookMetrics {
  const registers = [registry];
  const received = new Counter({
    name: 'tajo_webhooks_total',
    help: 'Webhooks by outcome.',
    labelNames: ['account', 'outcome'],
    registers,
  });
  const trouble = new Gauge({
    name: 'tajo_webhook_trouble',
    help: 'Whether webhooks of an account are refused in a row (failing) or do not come although tickets change (silent).',
    labelNames: ['account', 'kind'],
    registers,
  });
  return {
    webhookReceived: (account, outcome) => received.inc({ account, outcome }),
    webhookProblem: (account, kind) => {
      for (const one of ['failing', 'silent'] as const) trouble.set({ account, kind: one }, kind === one ? 1 : 0);
    },
  };
}
