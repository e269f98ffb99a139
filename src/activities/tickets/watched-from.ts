import { latest, timestamp, type Timestamp } from '../../domain/timestamp';
import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { ActivityDeps } from '../deps';
import type { TicketRef } from './types';

/** Since when the account is watched: its installation. One that is gone has watched nothing. */
export async function watchedFrom({ store }: Pick<ActivityDeps, 'store'>, account: string): Promise<Timestamp> {
  return (await store.accounts.find(account))?.publishFrom ?? NEVER;
}

interface Watched {
  /** What happened before is told to nobody. */
  readonly from: Timestamp;
  /** It had caused a campaign before its person was erased, of which no more is known. */
  readonly hadCampaign: boolean;
}

/**
 * The one place that says since when a ticket is watched. That of somebody who was erased and is allowed back is since then: what had been sent
 * of them before nobody knows any more (spec 17). If it had caused a campaign it causes no other, whenever it is closed again.
 */
export async function ticketWatched(
  deps: Pick<ActivityDeps, 'store'>,
  { account, ticketId }: TicketRef,
  details: Pick<TicketDetails, 'customerId' | 'emailKey'> | null,
): Promise<Watched> {
  const { customerId = null, emailKey = null } = details ?? {};
  const { since, hadCampaign } = await deps.store.privacy.cameBack(account, { ticketId, customerId, emailKey });
  const installedAt = await watchedFrom(deps, account);
  const from = since === null ? installedAt : latest(installedAt, since);
  return { from, hadCampaign };
}

const NEVER = timestamp('8999-12-31T00:00:00Z');
