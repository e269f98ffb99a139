import { Counter, type Registry } from 'prom-client';

export interface DeliveryMetrics {
  contactsPublished(account: string, how: 'import' | 'upsert', contacts: number): void;
  /** What was to be sent about a person has come to its end. */
  outboxEnded(account: string, kind: 'event' | 'campaign', state: string): void;
  /** The policy was asked about the end of a ticket: `send`, `wait`, `held` or `skip`. */
  campaignDecided(account: string, decision: string): void;
}

export function deliveryMetrics(registry: Registry): DeliveryMetrics {
  const registers = [registry];
  const published = new Counter({
    name: 'tajo_contacts_published_total',
    help: 'Contacts written to Brevo.',
    labelNames: ['account', 'how'],
    registers,
  });
  const ended = new Counter({
    name: 'tajo_outbox_ended_total',
    help: 'Events and campaigns that came to an end: sent, refused by Brevo, unknown (the answer was lost) or given_up by us.',
    labelNames: ['account', 'kind', 'state'],
    registers,
  });
  const decided = new Counter({
    name: 'tajo_campaign_decisions_total',
    help: 'Answers of the campaign policy: send, wait, held or skip; each time it was asked counts.',
    labelNames: ['account', 'decision'],
    registers,
  });
  return {
    contactsPublished: (account, how, contacts) => published.inc({ account, how }, contacts),
    outboxEnded: (account, kind, state) => ended.inc({ account, kind, state }),
    campaignDecided: (account, decision) => decided.inc({ account, decision }),
  };
}
