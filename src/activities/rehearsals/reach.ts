import { minutesFor, pagesFor } from '../../domain/sync/sync-estimate';
import { timestampOf, millisecondsBetween } from '../../domain/timestamp';
import type { StoreReach } from '../../store/rehearsals/rehearsal-types';
import type { ActivityDeps } from '../deps';
import { watchedFrom } from '../tickets/watched-from';

const A_DAY_MS = 86_400_000;
/** The step in which somebody reads further back. */
const MORE_DAYS = 90;

/**
 * How far back the store reaches, and what it would cost to read more: the lists of tickets and of surveys, as many a day as there were in the
 * time that is known. Asks nobody.
 */
export async function reachOf(deps: ActivityDeps, account: string): Promise<StoreReach> {
  const { syncedAt, syncedSince } = await deps.store.pastReader.reach(account);
  const followedSince = await watchedFrom(deps, account);
  if (syncedAt === null || syncedSince === null)
    return { isSynced: syncedAt !== null, ticketsSince: null, followedSince, more: null };
  const ticketsSince = timestampOf(new Date(syncedSince));
  const days = Math.max(1, millisecondsBetween(ticketsSince, syncedAt) / A_DAY_MS);
  const known = await deps.store.pastReader.createdBetween(account, ticketsSince, syncedAt);
  const requests = 2 * pagesFor(Math.ceil((known / days) * MORE_DAYS));
  const minutes = minutesFor(requests, deps.configOf(account).rate);
  return { isSynced: true, ticketsSince, followedSince, more: { days: MORE_DAYS, requests, minutes } };
}
