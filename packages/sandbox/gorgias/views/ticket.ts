import { wireTime } from '../../time';
import { countMessages } from '../../world/messages';
import { type CustomerRecord, type MessageRecord, type SurveyRecord, type TicketRecord } from '../../world/records';
import { field } from '../../world/staff';
import { type WorldState } from '../../world/state';
import { channelsOf, customerShort } from './customer';
import { messageView } from './message';
import { surveyRow } from './rows';
import { userShort } from './user';

type Json = Readonly<Record<string, unknown>>;

/** `messages_count` is filled behind the ticket's back: a fresh or a few old ones still say 0 (gorgias-api.md 3.7). */
function staleCount(ticket: TicketRecord): number {
  if (ticket.id % 41 === 0) return 0;
  return ticket.written === null || ticket.written.length === 0 ? ticket.pastMessages : countMessages(ticket) - 1;
}

function shared(state: WorldState, ticket: TicketRecord): Json {
  const assignee = ticket.assigneeId === null ? undefined : state.users.find(({ id }) => id === ticket.assigneeId);
  return {
    id: ticket.id,
    uri: `/api/tickets/${ticket.id}/`,
    external_id: null,
    language: 'en',
    status: ticket.status,
    priority: 'normal',
    channel: ticket.channel,
    via: ticket.via,
    from_agent: ticket.agentFirst,
    assignee_user: assignee === undefined ? null : userShort(assignee),
    assignee_team: null,
    subject: state.texts.subjectOf(ticket),
    meta: ticket.id % 5 === 0 ? {} : null,
    tags: tagsOf(state, ticket),
    is_unread: ticket.status === 'open',
    spam: ticket.spam,
    created_datetime: wireTime(ticket.createdUs),
    opened_datetime: ticket.pastMessages > 1 ? wireTime(ticket.createdUs + 1_000_000) : null,
    last_received_message_datetime: ticket.id % 3 === 0 ? null : wireTime(ticket.createdUs),
    last_message_datetime: ticket.id % 3 === 0 ? null : wireTime(ticket.createdUs + ticket.pastSpanUs),
    updated_datetime: wireTime(ticket.updatedUs),
    closed_datetime: wireTime(ticket.closedUs),
    snooze_datetime: wireTime(ticket.snoozeUs),
    trashed_datetime: wireTime(ticket.trashedUs),
  };
}

export function tagsOf(state: WorldState, { tagIds }: TicketRecord): readonly Json[] {
  return state.tags
    .filter(({ id }) => tagIds.includes(id))
    .map(({ id, name, color }) => ({ id, name, decoration: color === null ? {} : { color } }));
}

function customerOf(state: WorldState, { customerId }: TicketRecord): CustomerRecord | null {
  return customerId === null ? null : (state.customers.get(customerId) ?? null);
}

/** The row of 2026-08; the older shape of 2024-11 lacks three fields. */
export function ticketRow(state: WorldState, ticket: TicketRecord, older: boolean): Json {
  const customer = customerOf(state, ticket);
  const excerpt = ticket.id % 4 === 0 ? null : state.texts.mark('Hello');
  // Filled up in place: spreading thirty keys for every row costs more than the rest of the page.
  const row = Object.assign(shared(state, ticket), {
    customer: customer === null ? null : customerShort(customer),
    excerpt,
    integrations: [],
    messages_count: staleCount(ticket),
  });
  if (older) return row;
  return Object.assign(row, { summary: null, last_sent_message_not_delivered: false, custom_fields: reasonOf(ticket) });
}

function reasonOf({ id }: TicketRecord): Json {
  return id % 4 === 0 ? { [field.reason]: { id: field.reason, value: 'Order::Status' } } : {};
}

export interface TicketDetailParts {
  readonly messages: readonly MessageRecord[];
  readonly survey: SurveyRecord | null;
}

export function ticketDetail(state: WorldState, ticket: TicketRecord, { messages, survey }: TicketDetailParts): Json {
  const customer = customerOf(state, ticket);
  const full =
    customer === null
      ? null
      : { ...customerShort(customer), channels: channelsOf(customer), data: null, note: customer.note };
  return {
    ...shared(state, ticket),
    customer: full,
    requester: full,
    custom_fields: reasonOf(ticket),
    messages: messages.map((message) => messageView(state, ticket, message)),
    satisfaction_survey: survey === null ? null : surveyRow(survey),
    events: [],
    imported: false,
    processed_datetime: null,
    assignee_user_id: ticket.assigneeId,
    assignee_team_id: null,
    reply_options: {},
  };
}
