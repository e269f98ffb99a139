import type { ActivityDeps } from '../deps';
import type { TicketRef } from '../tickets/types';

/** Campaigns that programs asked for and that wait for tickets of this one's customer are looked at again: it may be this one that they wait for. */
export async function wakeRequests(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<void> {
  const { ticketReader, campaignRequests } = deps.store;
  const emailKey = (await ticketReader.details(account, ticketId))?.emailKey ?? null;
  const held = await campaignRequests.held(account, { emailKey, ticketId });
  await Promise.all(held.map((id) => deps.signalCampaign(account, id)));
}
