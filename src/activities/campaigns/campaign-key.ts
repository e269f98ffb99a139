import type { CampaignRequest } from '../../store/campaigns/campaign-types';

/** Key of the one campaign that a ticket ever causes, whether the policy or a program wants it. */
export function campaignKey(account: string, ticketId: number): string {
  return `${account}/${String(ticketId)}/campaign/1`;
}

/** Key of a campaign that a program asked for: the ticket's one, when it belongs to a ticket. */
export function requestEventKey(account: string, { ticketId, id }: Pick<CampaignRequest, 'ticketId' | 'id'>): string {
  return ticketId === null ? `${account}/asked/${id}` : campaignKey(account, ticketId);
}

/** Of an entry of the outbox: a campaign, or else an event of a timeline. */
export function isCampaignKey(key: string): boolean {
  return /^[^/]+\/(?:\d+\/campaign\/1|asked\/.+)$/.test(key);
}
