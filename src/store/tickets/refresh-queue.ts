import { unknownTicket } from '../../domain/ticket/state';
import type { RefreshQueue } from './ticket-types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import { ticketsLetGo } from './let-go';
import { overdueRequests, overdueTickets } from './overdue';
import { toRefresh } from './to-refresh';

/** Which tickets are due for a refresh: asked of the facts themselves, so that nothing that was stored is forgotten by a crash. */
export function createRefreshQueue(db: Db): RefreshQueue {
  return {
    toRefresh: (account, options) => toRefresh(db, account, options),
    overdue: (account, limit) => overdueTickets(db, account, limit),
    letGo: (account, limit) => ticketsLetGo(db, account, limit),
    overdueRequests: (account, limit) => overdueRequests(db, account, limit),
    requestForSurveys: async (account, surveys) => {
      const rows = surveys.map(({ ticketId, sentAt, scoredAt }) => ({ ticketId, at: scoredAt ?? sentAt }));
      if (rows.length > 0) await db.query(REQUEST_FOR_SURVEYS, [account, jsonRows(rows)]);
    },
    signalled: async (account, ticketIds) => {
      const rows = [...ticketIds].sort((one, other) => one - other).map((id) => ({ id, state: unknownTicket(id) }));
      if (rows.length > 0) await db.query(SIGNALLED, [account, JSON.stringify(rows)]);
    },
  };
}

const REQUEST_FOR_SURVEYS = `with moved as (
  select "ticketId" as id from jsonb_to_recordset($2::jsonb) as r("ticketId" bigint, at timestamptz)
  cross join lateral (select * from ticket_states where account = $1 and ticket_id = "ticketId" offset 0) s
  where at > s.seen_at and (s.asked_at is null or s.asked_at <= s.looked_at)
) update ticket_states set asked_at = clock_timestamp() where account = $1 and ticket_id = any (array(select id from moved))`;

const SIGNALLED = `insert into ticket_states (account, ticket_id, state, signalled_at)
  select $1, id, state, clock_timestamp() from jsonb_to_recordset($2::jsonb) as r(id bigint, state jsonb) order by id
  on conflict (account, ticket_id) do update set signalled_at = excluded.signalled_at`;
