import { type Micros } from '../../time';
import { type FeedDraft, onTicket } from '../feed';
import { type MessageRecord, type TicketRecord } from '../records';
import { BOT_USER_ID } from '../staff';
import { type WorldState } from '../state';
import { moveTicket, theTicket } from './records';
import { ruleExecuted } from './rule-run';
import { type ChangeOf } from './schema';

export function addMessage(state: WorldState, { ticketId, from }: ChangeOf<'addMessage'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  const message = write(state, ticket, { kind: from, us });
  moveTicket(state, ticket, us);
  const run = from === 'rule' ? [ruleExecuted({})] : [];
  state.feed.write(us, [messageCreated(message), onTicket(ticketId, 'ticket-updated'), ...run]);
  return message.id;
}

/** The ticket's id is not in it (gorgias-api.md 3.18). */
export function messageCreated({ id }: MessageRecord): FeedDraft {
  return { type: 'ticket-message-created', objectType: 'TicketMessage', objectId: id };
}

export function write(
  state: WorldState,
  ticket: TicketRecord,
  { kind, us, macro }: Pick<MessageRecord, 'kind' | 'macro'> & { us: Micros },
): MessageRecord {
  const agentId = ticket.assigneeId ?? state.agentIds[0] ?? null;
  const userId = kind === 'customer' ? null : kind === 'bot' ? BOT_USER_ID : agentId;
  const message: MessageRecord = {
    id: state.nextId('message'),
    ticketId: ticket.id,
    kind,
    userId,
    createdUs: us,
    ...(macro === undefined ? {} : { macro }),
  };
  ticket.written = [...(ticket.written ?? []), message];
  state.listMessage(message);
  return message;
}
