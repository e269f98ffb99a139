import { chooseCampaign, decideCampaign } from '../../../src/domain/campaign/campaign';
import { type PolicyInput, type CampaignRule, type OtherTicket } from '../../../src/domain/campaign/campaign-types';
import { after, DAY, HOUR } from './facts';

/** The policy of the specification. */
export const CAMPAIGNS: Readonly<Record<string, CampaignRule>> = {
  'post-support-upsell': { when: 'satisfied', delayMs: HOUR, send: { event: 'POST_SUPPORT_UPSELL' } },
  'win-back': { when: 'dissatisfied', delayMs: 0, send: { templateId: 12 } },
  'win-back-too': { when: 'dissatisfied', delayMs: 0, send: { listId: 5 } },
};
export const DECIDED = after(DAY);
export const DUE = after(DAY + HOUR);
export const OVER = after(8 * DAY + HOUR);

export const FACTS: PolicyInput = {
  now: DUE,
  campaign: chooseCampaign(CAMPAIGNS, 'satisfied'),
  ticket: {
    createdAt: after(0),
    outcome: 'satisfied',
    decidedAt: DECIDED,
    undoneBy: null,
    fromBackfill: false,
    earlier: null,
  },
  person: { hasEmail: true, blocklisted: false, unsubscribed: false },
  otherTickets: [],
  earlierSends: [],
  limits: { frequencyCap: { perCustomer: 1, withinMs: 7 * DAY }, holdMs: 7 * DAY },
};

export const OTHER: OtherTicket = {
  ticketId: 815,
  createdAt: after(HOUR),
  phase: 'open',
  closedAt: null,
  endedAt: null,
  outcome: null,
  seenAt: null,
};

export function ask(
  facts: Partial<Omit<PolicyInput, 'ticket' | 'person'>>,
  changes: { ticket?: object; person?: object } = {},
) {
  return decideCampaign({
    ...FACTS,
    ...facts,
    ticket: { ...FACTS.ticket, ...changes.ticket },
    person: { ...FACTS.person, ...changes.person },
  });
}
