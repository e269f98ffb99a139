import { z } from 'zod';
import { type Message } from '../domain/records';
import { id, optionalId, optionalTimestamp, timestamp } from './fields';

/** A row of `GET /messages` and of its deprecated twin below a ticket. `public` and `from_agent` decide response times: never guessed. */
export const messageSchema = z
  .object({
    id,
    ticket_id: id,
    public: z.boolean(),
    from_agent: z.boolean(),
    sender: z.object({ id }).nullish(),
    rule_id: optionalId,
    via: z.string().nullish(),
    channel: z.string().nullish(),
    created_datetime: timestamp,
    sent_datetime: optionalTimestamp,
    deleted_datetime: optionalTimestamp,
  })
  .transform((row): Message => ({
    id: row.id,
    ticketId: row.ticket_id,
    public: row.public,
    fromAgent: row.from_agent,
    senderId: row.sender?.id ?? null,
    ruleId: row.rule_id,
    via: row.via ?? row.channel ?? '',
    createdAt: row.created_datetime,
    sentAt: row.sent_datetime,
    deletedAt: row.deleted_datetime,
  }));
