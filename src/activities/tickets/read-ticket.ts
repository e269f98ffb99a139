import { type ConnectorError, MergedError } from '../../domain/errors/connector-error';
import { tooMuchAtOnce } from '../../domain/errors/too-much-at-once';
import { timestampOf, type Timestamp } from '../../domain/timestamp';
import type { Survey, Ticket } from '../../domain/records';
import { observe, type TicketFact } from '../../domain/ticket/observe';
import { waitReason } from '../../domain/ticket/waits';
import { stopped } from '../admission';
import type { ActivityDeps } from '../deps';
import type { GorgiasClient } from '../../gorgias/types';
import { changeTicket } from './change-ticket';
import { judge, worked } from '../judge';
import { keepMerge } from '../keep-merge';
import { setAsideRead } from '../set-aside';
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
    const isPaused = row?.state === 'paused' && row.enabled && deps.configOf(account).enabled;
    const reason = waitReason(stopped(account, { kind: isPaused ? 'paused' : 'off' }));
    if (reason !== null) await tickets.beginWait(account, ticketId, reason);
    return { paused: true, survivorId: null, at };
  }
  await accounts.credentials(account);
  await tickets.note(account, ticketId, hints.map(toNote));
  const known = await knownFromList(deps, ref, hints);
  if (known === null) return { paused: false, ...(await refreshTicket(deps, ref)), at };
  await tickets.beginRefresh(account, ticketId);
  await changeTicket(deps, ref, (before) => ({ state: observe(before, known), answer: null }));
  return { paused: false, survivorId: null, at };
}

/** Asks Gorgias and keeps what it answers; answers whom the ticket was merged into, and why it cannot be read. */
export async function refreshTicket(
  deps: ActivityDeps,
  ref: TicketRef,
): Promise<Pick<TicketRefresh, 'survivorId' | 'unreadable'>> {
  const { account, ticketId } = ref;
  const { tickets } = deps.store;
  const begunAt = await tickets.beginRefresh(account, ticketId);
  const fact = await askGorgias(deps, ref);
  // What is known of it stands, but it was not seen: no campaign leaves by it.
  if (fact.kind === 'unreadable') {
    await tickets.endUnread(account, ticketId, begunAt);
    // Whatever it was, Gorgias has answered.
    await tickets.endWait(account, ticketId);
    return { survivorId: null, unreadable: fact.why };
  }
  await changeTicket(deps, ref, (before) => ({ state: observe(before, fact), answer: null }));
  await tickets.endRefresh(account, ticketId, begunAt);
  return { survivorId: fact.kind === 'merged' ? fact.into : null };
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
  return known === null ? null : { ...known, kind: 'ticket', readAt: known.ticket.updatedAt ?? known.ticket.createdAt };
}

/** Nothing was learnt of it: what is known stands, and it is read again by itself. */
interface Unreadable {
  readonly kind: 'unreadable';
  /** For a person; names nobody. */
  readonly why: string;
}

async function askGorgias(deps: ActivityDeps, ref: TicketRef): Promise<TicketFact | Unreadable> {
  const { account, ticketId } = ref;
  const readAt = timestampOf(deps.now());
  const about = { account, about: `ticket/${String(ticketId)}` };
  try {
    const { ticket, survey } = await getTicket(deps.gorgias(account, 'live'), ticketId);
    await storeTicket(deps, account, { ticket, survey });
    worked(deps, about);
    return { kind: 'ticket', ticket, survey, readAt };
  } catch (thrown) {
    const { disposition, error } = judge(deps, thrown, { ...about, subject: 'record' });
    if (disposition === 'known') return gone(deps, ref, { error, readAt });
    await setAsideRead(deps, account, { kind: 'ticket', key: String(ticketId), error });
    await deps.store.tickets.note(account, ticketId, [
      { at: readAt, source: 'read', note: `set aside: ${error.code}` },
    ]);
    return { kind: 'unreadable', why: error.message };
  }
}

/** A ticket brings all its messages. One that is too large with them is put together from the lists, which leave them out. */
async function getTicket(
  gorgias: GorgiasClient,
  ticketId: number,
): Promise<{ readonly ticket: Ticket; readonly survey: Survey | null }> {
  try {
    return await gorgias.getTicket(ticketId);
  } catch (thrown) {
    if (tooMuchAtOnce(thrown) !== 'too_large') throw thrown;
    const tickets = await gorgias.listTickets({ ticketIds: [ticketId], limit: 1, orderBy: 'updated_datetime:desc' });
    const ticket = tickets.rows.find(({ id }) => id === ticketId);
    if (ticket === undefined) throw thrown;
    const surveys = await gorgias.listSurveys({ ticketId, limit: 1, orderBy: 'created_datetime:desc' });
    return { ticket, survey: surveys.rows.find((survey) => survey.ticketId === ticketId) ?? null };
  }
}

async function gone(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  { error, readAt }: { readonly error: ConnectorError; readonly readAt: Timestamp },
): Promise<TicketFact> {
  if (!(error instanceof MergedError)) {
    await deps.store.facts.markDeleted(account, 'ticket', ticketId);
    return { kind: 'not_found', readAt };
  }
  const into = error.survivorId;
  const client = deps.gorgias(account, 'live');
  await keepMerge(deps, account, { kind: 'ticket', id: ticketId, survivorId: into, client });
  return { kind: 'merged', into, readAt };
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
