import { minutesBetween } from '../../domain/timestamp';
import type { Decision } from '../../domain/ticket/state';
import { EVENT_TYPE_OF, type TicketEventFields } from '../../domain/subscription/subscriber-events';
import type { TimelineEvent } from '../../domain/timeline/timeline';
import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { NewTicketEvent } from '../../store/subscriptions/subscribers';

/** A happening as programs hear of it. Independent of `event_mapping`, which names events for Brevo. */
export function happeningEvent(event: TimelineEvent, details: TicketDetails, account: string): NewTicketEvent {
  const type = EVENT_TYPE_OF[event.kind];
  const ticketId = details.ticket.id;
  return {
    ticketId,
    type,
    happenedAt: event.at,
    key: `${account}/${String(ticketId)}/${type}/${String(event.ordinal)}`,
    payload: {
      ...ticketFields(details),
      ...(event.kind === 'resolved' ? { resolution_time: event.resolutionMinutes } : {}),
      ...(event.kind === 'survey_answered' ? answerFields(details, event.score ?? details.survey?.score ?? null) : {}),
    },
  };
}

/** The end of a ticket, once it is known how it ended; a later closing that is decided is another end. */
export function closedEvent(decision: Decision, details: TicketDetails, account: string): NewTicketEvent {
  const { outcome, score, closedAt, decidedAt } = decision;
  const ticketId = details.ticket.id;
  return {
    ticketId,
    type: 'ticket.closed',
    happenedAt: decidedAt,
    key: `${account}/${String(ticketId)}/ticket.closed/${closedAt}`,
    payload: {
      ...ticketFields(details),
      resolution_time: minutesBetween(details.ticket.createdAt, closedAt),
      ...answerFields(details, score),
      outcome,
    },
  };
}

function ticketFields({ ticket, emailKey, customerId }: TicketDetails): TicketEventFields {
  return {
    ticket_id: ticket.id,
    subject: ticket.subject,
    channel: ticket.channel,
    status: ticket.status,
    tags: ticket.tags,
    assignee: { id: ticket.assigneeUserId, name: ticket.assigneeName },
    customer: { id: customerId, email: emailKey },
  };
}

function answerFields(
  { survey }: TicketDetails,
  score: number | null,
): Pick<TicketEventFields, 'satisfaction_score' | 'satisfaction_comment'> {
  return { satisfaction_score: score, satisfaction_comment: score === null ? null : (survey?.comment ?? null) };
}
