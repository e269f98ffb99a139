import { SECOND, wireTime } from '../../time';
import { type MessageRecord, type TicketRecord } from '../../world/records';
import { MACRO_ID, RULE_ID } from '../../world/staff';
import { type WorldState } from '../../world/state';
import { customerShort } from './customer';
import { userShort } from './user';

type Json = Readonly<Record<string, unknown>>;

/** A rule's message has `rule_id` and `via: "rule"`; a bot's is told by its sender; a note is not public (gorgias-api.md 3.12, 3.18). */
export function messageView(state: WorldState, ticket: TicketRecord, message: MessageRecord): Json {
  const { id, kind, createdUs } = message;
  const fromAgent = kind !== 'customer';
  const user = state.users.find((candidate) => candidate.id === message.userId);
  const customer = state.customers.get(ticket.customerId ?? 0);
  const [agentSide, customerSide] = [
    user === undefined ? null : userShort(user),
    customer === undefined ? null : customerShort(customer),
  ];
  const body = state.texts.bodyOf(message);
  return {
    id,
    uri: `/api/tickets/${ticket.id}/messages/${id}/`,
    message_id: `<${id}@store.example.com>`,
    ticket_id: ticket.id,
    external_id: null,
    public: kind !== 'note',
    channel: kind === 'note' ? 'internal-note' : ticket.channel,
    via: kind === 'rule' ? 'rule' : kind === 'customer' ? ticket.via : 'helpdesk',
    source: {
      type: ticket.channel,
      from: addressOf(fromAgent ? agentSide : customerSide),
      to: [],
      cc: [],
      bcc: [],
      extra: {},
    },
    sender: fromAgent ? agentSide : customerSide,
    receiver: kind === 'note' ? null : fromAgent ? customerSide : null,
    integration_id: id % 2 === 0 ? 121_312 : null,
    rule_id: kind === 'rule' ? RULE_ID : null,
    intents: [],
    from_agent: fromAgent,
    subject: state.texts.subjectOf(ticket),
    body_text: body,
    body_html: id % 5 === 0 ? null : `<p>${body}</p>`,
    stripped_text: body,
    stripped_html: null,
    stripped_signature: null,
    headers: null,
    attachments: id % 3 === 0 ? [] : null,
    actions: null,
    macros: macrosOf(message),
    meta: null,
    created_datetime: wireTime(createdUs),
    sent_datetime: fromAgent ? wireTime(createdUs + SECOND) : wireTime(createdUs),
    failed_datetime: null,
    deleted_datetime: null,
    opened_datetime: null,
    last_sending_error: null,
    is_retriable: false,
    imported: false,
    replied_by: null,
    replied_to: null,
  };
}

function macrosOf({ id, kind, macro }: MessageRecord): readonly Json[] {
  if (macro !== undefined) return [{ ...macro }];
  return kind === 'agent' && id % 6 === 0 ? [{ id: MACRO_ID, name: 'Where is my order' }] : [];
}

function addressOf(person: Json | null): Json {
  return { name: person?.['name'] ?? null, address: person?.['email'] ?? null };
}
