import type { Message } from '../domain/records';
import { flag, id, text, timestamp } from './fields';
import { decisive, essential, expected, object, optional, recordOf } from './reading';

/**
 * A row of `GET /messages` and of its deprecated twin below a ticket. Who wrote, for whom, when, and whether it arrived are response times:
 * never guessed.
 */
export const messageReader = recordOf(
  {
    id: essential(id),
    ticket_id: essential(id),
    public: essential(flag),
    from_agent: essential(flag),
    sender: optional(object({ id: expected(id, null) }), null),
    rule_id: decisive(id, null),
    via: optional(text, null),
    channel: optional(text, null),
    created_datetime: essential(timestamp),
    sent_datetime: optional(timestamp, null),
    failed_datetime: decisive(timestamp, null),
    deleted_datetime: decisive(timestamp, null),
  },
  (row): Message => ({
    id: row.id,
    ticketId: row.ticket_id,
    public: row.public,
    fromAgent: row.from_agent,
    senderId: row.sender?.id ?? null,
    ruleId: row.rule_id,
    via: row.via ?? row.channel ?? '',
    createdAt: row.created_datetime,
    sentAt: row.sent_datetime,
    failedAt: row.failed_datetime,
    deletedAt: row.deleted_datetime,
  }),
);
