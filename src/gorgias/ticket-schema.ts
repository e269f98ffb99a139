import { z } from 'zod';
import { type Survey, type Ticket } from '../domain/records';
import { id, optionalFlag, optionalText, optionalTimestamp, timestamp } from './fields';
import { surveySchema } from './survey-schema';

const ticketFields = z.object({
  id,
  customer: z.object({ id }).nullish(),
  status: z.string(),
  channel: z.string(),
  via: z.string().nullish(),
  subject: optionalText,
  assignee_user: z.object({ id, name: optionalText }).nullish(),
  tags: z.array(z.object({ name: z.string() })).nullish(),
  spam: optionalFlag,
  created_datetime: timestamp,
  updated_datetime: optionalTimestamp,
  closed_datetime: optionalTimestamp,
  snooze_datetime: optionalTimestamp,
  trashed_datetime: optionalTimestamp,
});

function toTicket(row: z.output<typeof ticketFields>): Ticket {
  return {
    id: row.id,
    customerId: row.customer?.id ?? null,
    status: row.status,
    channel: row.channel,
    via: row.via ?? row.channel,
    subject: row.subject,
    assigneeUserId: row.assignee_user?.id ?? null,
    assigneeName: row.assignee_user?.name ?? null,
    tags: (row.tags ?? []).map((tag) => tag.name),
    spam: row.spam,
    createdAt: row.created_datetime,
    updatedAt: row.updated_datetime ?? row.created_datetime,
    closedAt: row.closed_datetime,
    snoozedUntil: row.snooze_datetime,
    trashedAt: row.trashed_datetime,
  };
}

/** A row of `GET /tickets`. */
export const ticketSchema = ticketFields.transform(toTicket);

/** `GET /tickets/{id}`: the same ticket, with its survey where Gorgias made one. */
export const ticketDetailSchema = ticketFields
  .extend({ satisfaction_survey: surveySchema.nullish() })
  .transform((row): { ticket: Ticket; survey: Survey | null } => ({
    ticket: toTicket(row),
    survey: row.satisfaction_survey ?? null,
  }));
