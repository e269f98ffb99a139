import { randomUUID } from 'node:crypto';
import type { Timestamp } from '../../domain/records';
import type { Campaign } from '../../domain/ticket/campaign-types';
import type { CampaignIntent } from '../../store/live/live-types';

interface Intended extends Pick<CampaignIntent, 'ticketId' | 'emailKey' | 'eventKey' | 'customerId' | 'params'> {
  readonly campaign: Campaign;
  readonly at: Timestamp;
}

/** What is written down before a campaign is sent; the keys are what keeps it from being sent twice. */
export function newIntent({ campaign, at, ...rest }: Intended): CampaignIntent {
  return { ...rest, name: campaign.name, send: campaign.rule.send, mailKey: randomUUID(), intendedAt: at };
}
