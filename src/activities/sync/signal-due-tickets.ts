import { isConnectorError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';
import { signalOverdueRequests } from '../campaigns/signal-requests';
import { signalTickets } from '../tickets/signal-tickets';
import { readAgain } from './read-again';
import { tryAgain } from './try-again';
import type { IncrementalSetup, SignalledTickets } from '../types';

/** Signalled in one activity; the rest comes with the next. */
const SLICE = 100;

/**
 * Signals the workflows of tickets that something was found about, so that they refresh, and begins one for each open ticket that has none. What should
 * have acted by itself and has not is taken up too: no wait lives in Temporal alone (design D16).
 */
export async function signalDueTickets(deps: ActivityDeps, setup: IncrementalSetup): Promise<SignalledTickets> {
  const { account, runId, watchedFrom, startedAt, floors } = setup;
  const { refreshQueue, ticketReader } = deps.store;
  if (setup.dryRun) return { told: 0, done: true };
  await beside(deps, account, tryAgain);
  await beside(deps, account, readAgain);
  if (!deps.configOf(account).sync.tickets) return { told: 0, done: true };
  const since = floors?.tickets ?? startedAt;
  const { due, done } = await refreshQueue.toRefresh(account, { since, watchedFrom, runId, limit: SLICE });
  const changed = due.filter(({ backfill }) => !backfill).map(({ ticketId }) => ticketId);
  const waiting = await ticketReader.deliverable(account, SLICE);
  const overdue = await refreshQueue.overdue(account, SLICE);
  const letGo = await refreshQueue.letGo(account, SLICE);
  const open = due.filter(({ backfill }) => backfill).map(({ ticketId }) => ticketId);
  await signalTickets(deps, account, {
    ticketIds: [...new Set([...changed, ...waiting, ...overdue, ...letGo])],
    source: 'list',
  });
  await signalTickets(deps, account, { ticketIds: open, source: 'backfill' });
  await signalOverdueRequests(deps, account);
  return { told: due.length, done: done && overdue.length < SLICE && letGo.length < SLICE };
}

/** Stays written down where a vendor does not answer; the tickets do not wait for it. */
async function beside(
  deps: ActivityDeps,
  account: string,
  work: (deps: ActivityDeps, account: string) => Promise<void>,
): Promise<void> {
  try {
    await work(deps, account);
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code === 'store.unavailable') throw thrown;
    deps.log.info('read_again.interrupted', { account, code: thrown.code });
  }
}
