import type { Timestamp } from '../domain/timestamp';
import { type WebhookHealth, type WebhookProblemKind, webhookProblem } from '../domain/webhook/webhook-health';

type Fields = Readonly<Record<string, string | number | null>>;

interface AlerterDeps {
  readonly health: {
    read(account: string): Promise<WebhookHealth>;
    claimAlert(account: string, kind: WebhookProblemKind | null): Promise<boolean>;
  };
  readonly log: Readonly<Record<'info' | 'warn' | 'error', (event: string, fields: Fields) => void>>;
  readonly metrics: { webhookProblem(account: string, kind: WebhookProblemKind | null): void };
  /** Whether the door accepts webhooks at all. */
  readonly secretSet: boolean;
  readonly now: () => Timestamp;
}

/** Checks an account's webhooks, and alerts once for each episode, over all processes, that they are in trouble, and that it is over. */
export type AlertProblem = (account: string) => Promise<void>;

export function createWebhookAlerter({ health, log, metrics, secretSet, now }: AlerterDeps): AlertProblem {
  return async (account) => {
    const known = await health.read(account);
    const kind = webhookProblem(known, { now: now(), secretSet })?.kind ?? null;
    metrics.webhookProblem(account, kind);
    if (kind === known.told || !(await health.claimAlert(account, kind))) return;
    const { refusals, refusedStatus, unheard, acceptedAt } = known;
    if (kind === 'failing') log.error('webhooks.failing', { account, refusals, status: refusedStatus });
    else if (kind === 'silent') log.warn('webhooks.silent', { account, tickets: unheard, acceptedAt });
    else log.info('webhooks.recovered', { account });
  };
}
