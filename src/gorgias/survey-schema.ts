import { z } from 'zod';
import { type Survey } from '../domain/records';
import { id, optionalText, optionalTimestamp, timestamp } from './fields';

/** A row of `GET /satisfaction-surveys`, and the same inside `GET /tickets/{id}`. */
export const surveySchema = z
  .object({
    id,
    ticket_id: id,
    customer_id: id,
    score: z.int().min(1).max(5).nullish(),
    body_text: optionalText,
    created_datetime: timestamp,
    should_send_datetime: optionalTimestamp,
    sent_datetime: optionalTimestamp,
    scored_datetime: optionalTimestamp,
  })
  .transform((row): Survey => ({
    id: row.id,
    ticketId: row.ticket_id,
    customerId: row.customer_id,
    score: row.score ?? null,
    comment: row.body_text,
    createdAt: row.created_datetime,
    shouldSendAt: row.should_send_datetime,
    sentAt: row.sent_datetime,
    scoredAt: row.scored_datetime,
  }));
