import { MS, type Micros } from '../../time';
import { onTicket } from '../feed';
import { type TicketRecord } from '../records';
import { type WorldState } from '../state';
import { createCustomer } from './customers';
import { messageCreated, write } from './messages';
import { moveTicket, theCustomer, theTicket } from './records';
import { type ChangeOf } from './schema';
import { scheduleSurvey, skipped } from './surveys';
import { tagIdOf } from './tags';

/** The recorded sequence of a ticket made by an incoming message (gorgias-api.md 3.18). */
export function openTicket(state: WorldState, change: ChangeOf<'openTicket'>, us: Micros): number {
  theCustomer(state, change.customerId);
  const assigneeId = change.assigneeId ?? null;
  const ticket: TicketRecord = {
    id: state.nextId('ticket'),
    customerId: change.customerId,
    status: 'open',
    channel: change.channel,
    via: change.channel,
    subject: change.subject,
    assigneeId,
    tagIds: change.tags.map((tag) => tagIdOf(state, tag, us)),
    spam: false,
    agentFirst: change.agentFirst,
    createdUs: us,
    updatedUs: us,
    closedUs: null,
    snoozeUs: null,
    trashedUs: null,
    surveyId: null,
    pastMessages: 0,
    pastSpanUs: 0,
    written: [],
  };
  state.tickets.set(ticket.id, ticket);
  state.ticketsByCreated.append(ticket);
  state.ticketsByUpdated.append(ticket);
  const message = write(state, ticket, { kind: change.agentFirst ? 'agent' : 'customer', us });
  const assigned =
    assigneeId === null ? [] : [onTicket(ticket.id, 'ticket-assigned', { assignee_user_id: assigneeId })];
  const tagged =
    ticket.tagIds.length === 0 ? [] : [onTicket(ticket.id, 'ticket-tags-added', { tags_added: [...ticket.tagIds] })];
  state.feed.write(us, [
    onTicket(ticket.id, 'ticket-created'),
    messageCreated(message),
    onTicket(ticket.id, 'ticket-updated'),
    ...assigned,
    ...tagged,
  ]);
  return ticket.id;
}

/** By somebody whom nobody knew: the customer is made in the same cause. */
export function openTicketByNewcomer(
  state: WorldState,
  { email, name, phone, channel, subject }: ChangeOf<'openTicketByNewcomer'>,
  us: Micros,
): number {
  const newcomer = { email, name, phone, externalId: null, note: null };
  const customerId = createCustomer(state, { do: 'createCustomer', ...newcomer }, us);
  // One microsecond more than the event of the customer: no two events share a moment.
  return openTicket(state, { do: 'openTicket', customerId, channel, subject, agentFirst: false, tags: [] }, us + 1);
}

/** Closing, and with it what becomes of the survey: made, skipped by Gorgias with its reasons, excluded by a rule, or nothing. */
export function closeTicket(state: WorldState, change: ChangeOf<'closeTicket'>, us: Micros): number {
  const { ticketId, survey } = change;
  const ticket = theTicket(state, ticketId);
  ticket.status = 'closed';
  ticket.closedUs = us;
  ticket.snoozeUs = null;
  moveTicket(state, ticket, us);
  const closing = [onTicket(ticketId, 'ticket-updated'), onTicket(ticketId, 'ticket-closed')];
  if (survey === 'exclude') closing.push(onTicket(ticketId, 'ticket-excluded-from-csat'));
  if (survey === 'skip') closing.push(skipped(ticketId, change.reasons));
  state.feed.write(us, closing);
  if (survey === 'create') scheduleSurvey(state, ticket, us, us + change.surveyDelayMs * MS);
  return ticketId;
}

export function reopenTicket(state: WorldState, { ticketId }: ChangeOf<'reopenTicket'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  ticket.status = 'open';
  ticket.closedUs = null;
  ticket.snoozeUs = null;
  moveTicket(state, ticket, us);
  state.feed.write(us, [onTicket(ticketId, 'ticket-updated'), onTicket(ticketId, 'ticket-reopened')]);
  return ticketId;
}

/** The end of a snooze, as Gorgias' own job does it: the ticket is open again. */
export function wakeTicket(state: WorldState, { ticketId }: ChangeOf<'wakeTicket'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  if (ticket.snoozeUs === null) throw new Error(`ticket ${ticketId} is not snoozed`);
  ticket.status = 'open';
  ticket.closedUs = null;
  ticket.snoozeUs = null;
  moveTicket(state, ticket, us);
  state.feed.write(us, [
    onTicket(ticketId, 'ticket-updated'),
    onTicket(ticketId, 'ticket-self-unsnoozed'),
    onTicket(ticketId, 'ticket-reopened'),
  ]);
  return ticketId;
}
