import type { HintSource } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';

/** Signalled at once; more would only wait for each other at the server. */
const AT_ONCE = 10;

/** Signals the workflows of these tickets to refresh, starting those that have ended. A repeated signal changes nothing. */
export async function signalTickets(
  deps: ActivityDeps,
  account: string,
  { ticketIds, source }: { readonly ticketIds: readonly number[]; readonly source: HintSource },
): Promise<void> {
  for (let first = 0; first < ticketIds.length; first += AT_ONCE) {
    const batch = ticketIds.slice(first, first + AT_ONCE);
    await Promise.all(batch.map((ticketId) => deps.signalTicket(account, ticketId, { source })));
    await deps.store.refreshQueue.signalled(account, batch);
  }
}
