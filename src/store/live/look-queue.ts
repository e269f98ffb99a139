import { unknownTicket } from '../../domain/ticket/state';
import type { LookDue, LookQueue } from './live-types';
import type { Db } from '../types';

/** A workflow that was told looks within seconds. Should the word be lost all the same, it is told again after this. */
const TELL_AGAIN = `interval '10 minutes'`;

/** Which tickets have to be looked at: asked of the facts themselves, so that nothing that was stored is forgotten by a crash. */
export function createLookQueue(db: Db): LookQueue {
  return {
    toLookAt: async (account, { since, watchedFrom, limit }) => {
      const parts = [
        await db.query<LookDue>(ASKED, [account, limit]),
        await db.query<LookDue>(CHANGED, [account, since, watchedFrom, limit]),
        await db.query<LookDue>(NEVER_SEEN, [account, limit]),
      ];
      const unique = new Map(parts.flat().map((due) => [due.ticketId, due]));
      return [...unique.values()].slice(0, limit);
    },
    signalled: async (account, ticketIds) => {
      const rows = [...ticketIds].sort((one, other) => one - other).map((id) => ({ id, state: unknownTicket(id) }));
      if (rows.length > 0) await db.query(SIGNALLED, [account, JSON.stringify(rows)]);
    },
  };
}

const ASKED = `select ticket_id as "ticketId", false as backfill from ticket_states
  where account = $1 and asked_at is not null and (looked_at is null or asked_at > looked_at)
    and (signalled_at is null or signalled_at < asked_at or signalled_at < now() - ${TELL_AGAIN})
  order by asked_at limit $2`;

// A ticket that was closed before anybody watched, and that nobody watches, is only its customer's number.
const CHANGED = `select t.id as "ticketId", false as backfill
  from (select * from tickets where account = $1 and updated_at >= $2::timestamptz
    and deleted_at is null and merged_into is null) t
  left join lateral (select * from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
  where (s.read_updated_at is null or t.updated_at > s.read_updated_at)
    and (s.ticket_id is not null or t.updated_at >= $3::timestamptz
      and (t.closed_at is null or t.closed_at >= $3::timestamptz or t.snoozed_until > now()))
    and (s.signalled_at is null or s.signalled_at < t.updated_at or s.signalled_at < now() - ${TELL_AGAIN})
  order by t.updated_at limit $4`;

const NEVER_SEEN = `select t.id as "ticketId", true as backfill
  from (select * from tickets where account = $1 and (status <> 'closed' or snoozed_until is not null)
    and not spam and trashed_at is null and deleted_at is null and merged_into is null
    and (status <> 'closed' or snoozed_until > now())) t
  where not exists (select 1 from ticket_states where account = $1 and ticket_id = t.id)
  order by t.updated_at desc limit $2`;

const SIGNALLED = `insert into ticket_states (account, ticket_id, state, signalled_at)
  select $1, id, state, clock_timestamp() from jsonb_to_recordset($2::jsonb) as r(id bigint, state jsonb) order by id
  on conflict (account, ticket_id) do update set signalled_at = excluded.signalled_at`;
