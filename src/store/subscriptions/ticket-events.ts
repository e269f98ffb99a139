import type { PublishedEvent } from '../../domain/ticket/state';
import type { TicketEvents } from './subscribers';
import type { Db } from '../database/connection';
import { jsonRows, jsonText } from '../database/values';

/** Over a transaction: what is appended is there exactly when the fact is that it follows from. */
export function createTicketEvents(db: Db): TicketEvents {
  return {
    append: async (account, events) => {
      if (events.length === 0) return;
      // Numbers are given before the commit. Without the lock a reader could pass a number whose transaction is still open, for ever.
      await db.query(LOCK, [account]);
      await db.query(APPEND, [account, jsonRows(events)]);
    },
    published: async (account, ticketId) => {
      const sql = 'select heard from ticket_states where account = $1 and ticket_id = $2';
      const [row] = await db.query<{ heard: readonly PublishedEvent[] }>(sql, [account, ticketId]);
      return row?.heard ?? [];
    },
    keepPublished: async (account, ticketId, published) => {
      const sql = 'update ticket_states set heard = $3::jsonb where account = $1 and ticket_id = $2';
      await db.query(sql, [account, ticketId, jsonText(published)]);
    },
  };
}

const LOCK = `select pg_advisory_xact_lock(hashtextextended('events/' || $1::text, 0))`;

const APPEND = `insert into ticket_events (account, key, ticket_id, type, happened_at, payload)
  select $1, r ->> 'key', (r ->> 'ticketId')::bigint, r ->> 'type', (r ->> 'happenedAt')::timestamptz, r -> 'payload'
  from jsonb_array_elements($2::jsonb) with ordinality as e(r, place) order by place
  on conflict (account, key) do nothing`;
