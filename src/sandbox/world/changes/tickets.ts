import { MINUTE, type Micros } from '../../time';
import { type FeedDraft, onTicket } from '../feed';
import { type MessageRecord, type TicketRecord } from '../records';
import { BOT_USER_ID } from '../staff';
import { type WorldState } from '../state';
import { moveTicket, theCustomer, theTicket } from './records';
import { type ChangeOf } from './schema';
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

export function addMessage(state: WorldState, { ticketId, from }: ChangeOf<'addMessage'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  const message = write(state, ticket, { kind: from, us });
  moveTicket(state, ticket, us);
  state.feed.write(us, [messageCreated(message), onTicket(ticketId, 'ticket-updated')]);
  return message.id;
}

function messageCreated({ id }: MessageRecord): FeedDraft {
  return { type: 'ticket-message-created', objectType: 'TicketMessage', objectId: id };
}

function write(
  state: WorldState,
  ticket: TicketRecord,
  { kind, us }: Pick<MessageRecord, 'kind'> & { us: Micros },
): MessageRecord {
  const agentId = ticket.assigneeId ?? state.agentIds[0] ?? null;
  const userId = kind === 'customer' ? null : kind === 'bot' ? BOT_USER_ID : agentId;
  const message: MessageRecord = { id: state.nextId('message'), ticketId: ticket.id, kind, userId, createdUs: us };
  ticket.written = [...(ticket.written ?? []), message];
  state.listMessage(message);
  return message;
}

/** Closing, and with it what becomes of the survey: made, skipped by Gorgias with its reasons, or excluded by a rule. */
export function closeTicket(state: WorldState, { ticketId, survey }: ChangeOf<'closeTicket'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  ticket.status = 'closed';
  ticket.closedUs = us;
  ticket.snoozeUs = null;
  moveTicket(state, ticket, us);
  const closing = [onTicket(ticketId, 'ticket-updated'), onTicket(ticketId, 'ticket-closed')];
  if (survey === 'exclude') closing.push(onTicket(ticketId, 'ticket-excluded-from-csat'));
  if (survey === 'skip')
    closing.push(onTicket(ticketId, 'ticket-satisfaction-survey-skipped', { reasons: [skipReason] }));
  state.feed.write(us, closing);
  if (survey === 'create' && ticket.surveyId === null && ticket.customerId !== null) createSurvey(state, ticket, us);
  return ticketId;
}

const skipReason = 'There must be at least 1 message from the customer and 1 from an agent.';

function createSurvey(state: WorldState, ticket: TicketRecord, us: Micros): void {
  const row = {
    id: state.nextId('survey'),
    ticketId: ticket.id,
    customerId: ticket.customerId ?? 0,
    score: null,
    comment: null,
    createdUs: us,
    shouldSendUs: us + 120 * MINUTE,
    sentUs: null,
    scoredUs: null,
  };
  ticket.surveyId = row.id;
  state.surveys.set(row.id, row);
  state.surveysByCreated.append(row);
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
