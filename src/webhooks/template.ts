/** Triggers of Gorgias' HTTP integrations that tell of something the connector acts on (gorgias-api.md 9.2), each with its reason. */
const TRIGGERS = [
  { trigger: 'ticket-created', why: 'a ticket is opened' },
  { trigger: 'ticket-status-updated', why: 'a ticket is closed, reopened or snoozed' },
  { trigger: 'ticket-self-unsnoozed', why: 'a snooze ends' },
  { trigger: 'ticket-updated', why: 'tags, customer, assignee or fields change' },
] as const;

/** Surveys and customers have no trigger: the change feed and the re-scan see them (design D6). */
export const NO_TRIGGER_FOR =
  'Gorgias has no trigger for surveys, tags and customers; incremental sync sees those changes within a minute.';

export interface WebhookTemplate {
  /** Name of the HTTP integration in Gorgias; with the address it tells that an integration is ours. */
  readonly name: string;
  readonly trigger: string;
  readonly why: string;
  /** The body as Gorgias is to fill it in. Gorgias has no variable for the trigger, so each integration carries its own. */
  readonly form: Readonly<Record<string, string>>;
}

/**
 * Every value is text and a hint (gorgias-api.md 9.3). Of the ticket only its id is needed; no name and no address of a person is asked
 * for, because nothing of it would be believed.
 */
export const WEBHOOK_TEMPLATES: readonly WebhookTemplate[] = TRIGGERS.map(({ trigger, why }) => ({
  name: `Tajo: ${trigger}`,
  trigger,
  why,
  form: {
    v: '1',
    trigger,
    account: '{{ticket.account.domain}}',
    ticket_id: '{{ticket.id}}',
    status: '{{ticket.status}}',
    channel: '{{ticket.channel}}',
    updated_datetime: '{{ticket.updated_datetime}}',
    closed_datetime: '{{ticket.closed_datetime}}',
    customer_id: '{{ticket.customer.id}}',
  },
}));

export const WEBHOOK_PATH = '/webhooks/gorgias';

export function webhookPath(account: string): string {
  return `${WEBHOOK_PATH}/${account}`;
}

/** `base` may be the connector's address, below a path or not, or already that of the door. */
export function webhookAddress(base: string, account: string): string {
  const { origin, pathname } = new URL(base);
  const [below = ''] = pathname.replace(/\/+$/, '').split(WEBHOOK_PATH);
  return `${origin}${below}${webhookPath(account)}`;
}
