import type { ActivityDeps } from '../deps';
import { detailsOf } from '../tickets/ticket-details';
import type { TicketRef } from '../tickets/types';

/** Campaigns that programs asked for and that wait for tickets of this one's customer are signalled: it may be this one that they wait for. */
export async function signalRequests(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<void> {
  const { campaignRequests } = deps.store;
  const emailKey = (await detailsOf(deps, { account, ticketId }))?.emailKey ?? null;
  const held = await campaignRequests.held(account, { emailKey, ticketId });
  await Promise.all(held.map((id) => deps.signalCampaign(account, id)));
}

const SLICE = 100;

/** Those that should have been decided by themselves and were not, or that waited for what a person has mended. */
export async function signalOverdueRequests(deps: ActivityDeps, account: string): Promise<void> {
  const { refreshQueue, campaignRequests } = deps.store;
  const ids = await refreshQueue.overdueRequests(account, SLICE);
  for (const id of ids) await deps.signalCampaign(account, id);
  await campaignRequests.signalled(account, ids);
}
