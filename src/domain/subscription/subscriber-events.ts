import type { Outcome, TimelineKind } from '../ticket/state';

/** What programs can listen to. `ticket.resolved` is the closing itself; `ticket.closed` comes when it is known how the ticket ended. */
export const TICKET_EVENT_TYPES = [
  'ticket.created',
  'ticket.resolved',
  'ticket.reopened',
  'ticket.closed',
  'satisfaction_survey.created',
  'satisfaction_survey.responded',
] as const;

/** What a program may say has happened to a ticket, to have it looked at again: our names, and those of Gorgias' triggers. */
export const TOLD_EVENT_TYPES: readonly string[] = [
  'ticket.updated',
  ...TICKET_EVENT_TYPES,
  'ticket-created',
  'ticket-updated',
  'ticket-status-updated',
  'ticket-self-unsnoozed',
  'ticket-message-created',
];

export type TicketEventType = (typeof TICKET_EVENT_TYPES)[number];

export const EVENT_TYPE_OF: Readonly<Record<TimelineKind, TicketEventType>> = {
  opened: 'ticket.created',
  resolved: 'ticket.resolved',
  reopened: 'ticket.reopened',
  survey_sent: 'satisfaction_survey.created',
  survey_answered: 'satisfaction_survey.responded',
};

/** What an event says of its ticket, as it stood when the event was written down. */
export interface TicketEventFields {
  readonly ticket_id: number;
  readonly subject: string | null;
  readonly channel: string;
  readonly status: string;
  readonly tags: readonly string[];
  readonly assignee: { readonly id: number | null; readonly name: string | null };
  readonly customer: { readonly id: number | null; readonly email: string | null };
  /** Whole minutes from opening to closing; only of `ticket.resolved` and `ticket.closed`. */
  readonly resolution_time?: number | null;
  /** Only of `ticket.closed` and `satisfaction_survey.responded`. */
  readonly satisfaction_score?: number | null;
  readonly satisfaction_comment?: string | null;
  /** Only of `ticket.closed`. */
  readonly outcome?: Outcome;
}
