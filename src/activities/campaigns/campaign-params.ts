import { minutesBetween } from '../../domain/timestamp';
import type { Decision } from '../../domain/ticket/state';
import type { TicketDetails } from '../../store/tickets/ticket-types';
import { ticketProperties } from '../tickets/event-properties';

/** What a campaign may say of the ticket (spec 5): the names that timeline events use, and `ticket_subject`. Minutes for the time. */
export function campaignParams(details: TicketDetails, decision: Decision): Readonly<Record<string, unknown>> {
  const { ticket, survey } = details;
  return {
    ...ticketProperties(details),
    ticket_subject: ticket.subject,
    resolution_time: minutesBetween(ticket.createdAt, decision.closedAt),
    satisfaction_score: decision.score,
    satisfaction_comment: decision.score === null ? null : (survey?.comment ?? null),
  };
}
