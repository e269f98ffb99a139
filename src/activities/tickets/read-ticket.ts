import { isConnectorError, MergedError } from '../../domain/errors/connector-error';
import { timestampOf } from '../../domain/timestamp';
import type { Survey, Ticket } from '../../domain/records';
import { observe, type TicketFact } from '../../domain/ticket/observe';
import type { ActivityDeps } from '../deps';
import { changeTicket } from './change-ticket';
import { ensureCustomer } from './ensure-customer';
import type { ReceivedHint, TicketRefresh, TicketRef } from './types';
import type { TicketNote } from '../../store/tickets/ticket-types';

/**
 * Refreshes the ticket, once for however many hints, and keeps what it sees: 404 marks it deleted, 301 merged. A ticket that was open
 * before anybody watched begins with what the list said of it, without a request of its own.
 */
export async function readTicket(
  deps: ActivityDeps,
  ref: TicketRef,
  hints: readonly ReceivedHint[],
): Promise<TicketRefresh> {
  const { account, ticketId } = ref;
  const { accounts, tickets } = deps.store;
  const at = timestampOf(deps.now());
  const row = await accounts.find(account);
  if (row?.state === 'paused' || row?.enabled === false || !deps.configOf(account).enabled) {
    await tickets.requestRefresh(account, [ticketId]);
    return { paused: true, survivorId: null, at };
  }
  await accounts.credentials(account);
  await tickets.note(account, ticketId, hints.map(toNote));
  const known = await knownFromList(deps, ref, hints);
  if (known === null) return { paused: false, survivorId: await refreshTicket(deps, ref), at };
  await tickets.beginRefresh(account, ticketId);
  await changeTicket(deps, ref, (before) => ({ state: observe(before, known), answer: null }));
  return { paused: false, survivorId: null, at };
}

/** Asks Gorgias and keeps what it answers; answers whom the ticket was merged into. */
export async function refreshTicket(deps: ActivityDeps, ref: TicketRef): Promise<number | null> {
  const { account, ticketId } = ref;
  const { tickets } = deps.store;
  const begunAt = await tickets.beginRefresh(account, ticketId);
  const fact = await askGorgias(deps, ref);
  await changeTicket(deps, ref, (before) => ({ state: observe(before, fact), answer: null }));
  await tickets.endRefresh(account, ticketId, begunAt);
  return fact.kind === 'merged' ? fact.into : null;
}

function toNote({ atMs, source, trigger }: ReceivedHint): TicketNote {
  return { at: timestampOf(atMs), source, note: trigger ?? 'look again' };
}

async function knownFromList(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  hints: readonly ReceivedHint[],
): Promise<TicketFact | null> {
  if (hints.length === 0 || hints.some(({ source }) => source !== 'backfill')) return null;
  const known = await deps.store.ticketReader.details(account, ticketId);
  // The list was read before; nobody has to know exactly when, as long as it is not taken for later.
  return known === null ? null : { ...known, kind: 'ticket', readAt: known.ticket.updatedAt };
}

async function askGorgias(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<TicketFact> {
  const readAt = timestampOf(deps.now());
  try {
    const { ticket, survey } = await deps.gorgias(account, 'live').getTicket(ticketId);
    await storeTicket(deps, account, { ticket, survey });
    return { kind: 'ticket', ticket, survey, readAt };
  } catch (thrown) {
    const { facts } = deps.store;
    if (isConnectorError(thrown, 'gorgias.not_found')) {
      await facts.markDeleted(account, 'ticket', ticketId);
      return { kind: 'not_found', readAt };
    }
    if (!(thrown instanceof MergedError)) throw thrown;
    const into = thrown.survivorId;
    await facts.markMerged(account, 'ticket', { id: ticketId, survivorId: into });
    return { kind: 'merged', into, readAt };
  }
}

async function storeTicket(
  deps: ActivityDeps,
  account: string,
  { ticket, survey }: { readonly ticket: Ticket; readonly survey: Survey | null },
): Promise<void> {
  const { facts } = deps.store;
  if (ticket.customerId !== null) await ensureCustomer(deps, account, ticket.customerId);
  await facts.storeTickets(account, [ticket], null);
  if (survey !== null) await facts.storeSurveys(account, [survey], null);
}
