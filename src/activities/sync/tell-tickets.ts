import type { ActivityDeps } from '../deps';
import { wakeOverdueRequests } from '../campaigns/wake-requests';
import { wakeTickets } from '../tickets/wake-tickets';
import type { IncrementalSetup, ToldTickets } from '../types';

/** Told in one activity; the rest comes with the next. */
const SLICE = 100;

/**
 * Tells the workflows of tickets that something was found about to look again, and begins one for each open ticket that has none. What should
 * have acted by itself and has not is taken up too: no wait lives in Temporal alone (design D16).
 */
export async function tellTickets(deps: ActivityDeps, setup: IncrementalSetup): Promise<ToldTickets> {
  const { account, watchedFrom, startedAt, floors } = setup;
  const { lookQueue, ticketReader } = deps.store;
  if (setup.dryRun || !deps.configOf(account).sync.tickets) return { told: 0, done: true };
  const due = await lookQueue.toLookAt(account, { since: floors?.tickets ?? startedAt, watchedFrom, limit: SLICE });
  const changed = due.filter(({ backfill }) => !backfill).map(({ ticketId }) => ticketId);
  const waiting = await ticketReader.deliverable(account, SLICE);
  const overdue = await lookQueue.overdue(account, SLICE);
  const open = due.filter(({ backfill }) => backfill).map(({ ticketId }) => ticketId);
  await wakeTickets(deps, account, [...new Set([...changed, ...waiting, ...overdue])], 'list');
  await wakeTickets(deps, account, open, 'backfill');
  await wakeOverdueRequests(deps, account);
  return { told: due.length, done: due.length < SLICE && overdue.length < SLICE };
}
