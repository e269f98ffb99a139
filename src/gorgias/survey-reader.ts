import type { Survey } from '../domain/records';
import { id, prose, score, timestamp } from './fields';
import { decisive, essential, optional, recordOf } from './reading';

/**
 * A row of `GET /satisfaction-surveys`, and the same inside `GET /tickets/{id}`. Whose it is and of which ticket, when it was made and how many
 * stars it has are all that it says; without one of them it says nothing sure.
 */
export const surveyReader = recordOf(
  {
    id: essential(id),
    ticket_id: essential(id),
    customer_id: essential(id),
    score: decisive(score, null),
    body_text: optional(prose, null),
    created_datetime: essential(timestamp),
    should_send_datetime: optional(timestamp, null),
    sent_datetime: optional(timestamp, null),
    scored_datetime: optional(timestamp, null),
  },
  (row): Survey => ({
    id: row.id,
    ticketId: row.ticket_id,
    customerId: row.customer_id,
    score: row.score,
    comment: row.body_text,
    createdAt: row.created_datetime,
    shouldSendAt: row.should_send_datetime,
    sentAt: row.sent_datetime,
    scoredAt: row.scored_datetime,
  }),
);
