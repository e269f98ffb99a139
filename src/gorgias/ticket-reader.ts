import type { Survey, Ticket } from '../domain/records';
import { flag, id, prose, text, ticketStatus, timestamp } from './fields';
import { decisive, essential, expected, listOf, object, optional, recordOf, type Row } from './reading';
import { surveyReader } from './survey-reader';

const ticketFields = {
  id: essential(id),
  customer: optional(object({ id: essential(id) }), null),
  // Whether and when it has ended decides who is mailed: status, snooze, trash, spam and closing are never guessed.
  status: essential(ticketStatus),
  channel: expected(text, null),
  via: optional(text, null),
  subject: optional(prose, null),
  assignee_user: optional(object({ id: expected(id, null), name: optional(text, null) }), null),
  tags: optional(listOf(object({ name: essential(text) })), []),
  spam: decisive(flag, false),
  // Tells what was there before anybody watched from what is new.
  created_datetime: essential(timestamp),
  updated_datetime: expected(timestamp, null),
  closed_datetime: decisive(timestamp, null),
  snooze_datetime: decisive(timestamp, null),
  trashed_datetime: decisive(timestamp, null),
};

function toTicket(row: Row<typeof ticketFields>): Ticket {
  const via = row.via ?? row.channel ?? '';
  return {
    id: row.id,
    customerId: row.customer?.id ?? null,
    status: row.status,
    channel: row.channel ?? via,
    via,
    subject: row.subject,
    assigneeUserId: row.assignee_user?.id ?? null,
    assigneeName: row.assignee_user?.name ?? null,
    tags: row.tags.map(({ name }) => name),
    spam: row.spam,
    createdAt: row.created_datetime,
    updatedAt: row.updated_datetime,
    closedAt: row.closed_datetime,
    snoozedUntil: row.snooze_datetime,
    trashedAt: row.trashed_datetime,
  };
}

/** A row of `GET /tickets`. */
export const ticketReader = recordOf(ticketFields, toTicket);

/** `GET /tickets/{id}`: the same ticket, with its survey where Gorgias made one. */
export const ticketDetailReader = recordOf(
  { ...ticketFields, satisfaction_survey: optional(surveyReader.kind, null) },
  (row): { ticket: Ticket; survey: Survey | null } => ({ ticket: toTicket(row), survey: row.satisfaction_survey }),
);
