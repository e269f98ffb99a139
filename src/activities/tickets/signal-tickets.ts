import type { HintSource } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';

/** Told at once; more would only wait for each other at the server. */
const AT_ONCE = 10;

/** Tells the workflows of these tickets to look again, starting those that have ended. A repeated word changes nothing. */
export async function signalTickets(
  deps: ActivityDeps,
  account: string,
  ticketIds: readonly number[],
  source: HintSource,
): Promise<void> {
  for (let first = 0; first < ticketIds.length; first += AT_ONCE) {
    const batch = ticketIds.slice(first, first + AT_ONCE);
    await Promise.all(batch.map((ticketId) => deps.signalTicket(account, ticketId, { source })));
    await deps.store.refreshQueue.signalled(account, batch);
  }
}
