import type { TimelineEvent } from '../../domain/timeline/timeline';
import type { TimelineKind } from '../../domain/ticket/state';
import type { TicketDetails } from '../../store/tickets/ticket-types';

/** Which entry of `event_mapping` names each kind of timeline event. */
export const MAPPED_AS: Readonly<Record<TimelineKind, string>> = {
  opened: 'ticket.created',
  resolved: 'ticket.closed',
  reopened: 'ticket.reopened',
  survey_sent: 'satisfaction_survey.created',
  survey_answered: 'satisfaction_survey.responded',
};

/** What an event or a campaign says of its ticket; unknown values are null and left out by the client. */
export interface TicketProperties extends Readonly<Record<string, unknown>> {
  readonly ticket_id: number;
  readonly subject: string | null;
  readonly channel: string;
  readonly agent_name: string | null;
  readonly tags: readonly string[];
  readonly status: string;
}

export function ticketProperties({ ticket }: TicketDetails): TicketProperties {
  return {
    ticket_id: ticket.id,
    subject: ticket.subject,
    channel: ticket.channel,
    agent_name: ticket.assigneeName,
    tags: ticket.tags,
    status: ticket.status,
  };
}

/** `event_key` is what tells, after a lost answer, whether Brevo has the event (brevo-api.md 9). */
export function eventProperties(event: TimelineEvent, details: TicketDetails): Readonly<Record<string, unknown>> {
  return {
    ...ticketProperties(details),
    event_key: event.key,
    resolution_time: event.resolutionMinutes,
    ...(event.kind === 'survey_answered'
      ? { satisfaction_score: event.score ?? details.survey?.score ?? null, satisfaction_comment: commentOf(details) }
      : {}),
  };
}

function commentOf({ survey }: TicketDetails): string | null {
  return survey?.comment ?? null;
}
