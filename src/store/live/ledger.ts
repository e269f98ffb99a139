import type { Ledger, LedgerRow, NewCustomer } from './live-types';
import type { Db } from '../types';
import { jsonRows } from '../database/values';

/** Timeline events by their keys. A row is written before its first request, and says while there is one that its outcome is open. */
export function createLedger(db: Db): Ledger {
  return {
    intend: async (account, events) => {
      if (events.length > 0) await db.query(INTEND, [account, jsonRows(events)]);
    },
    unsettled: (account, ticketId) => db.query<LedgerRow>(UNSETTLED, [account, ticketId]),
    trying: async (account, { key, state, triedAt }) => {
      const [row] = await db.query<{ triedAt: string }>(TRYING, [account, key, state, triedAt]);
      return row?.triedAt ?? null;
    },
    untried: async (account, key, triedAt) => {
      await db.query(UNTRIED, [account, key, triedAt]);
    },
    settle: async (account, key, state, reason) => {
      await db.query(SETTLE, [account, key, state, reason]);
    },
    ofTicket: (account, ticketId) => db.query<LedgerRow>(OF_TICKET, [account, ticketId]),
    newCustomers: (account, since, limit) => db.query<NewCustomer>(NEW_CUSTOMERS, [account, since, limit]),
  };
}

const INTEND = `insert into timeline_events (account, key, ticket_id, customer_id, email_key, name, happened_at, properties)
  select $1, key, "ticketId", "customerId", "emailKey", name, "happenedAt", properties
  from jsonb_to_recordset($2::jsonb) as r(key text, "ticketId" bigint, "customerId" bigint, "emailKey" text, name text,
    "happenedAt" timestamptz, properties jsonb)
  order by key on conflict (account, key) do nothing`;

const ROWS = `select key, ticket_id as "ticketId", customer_id as "customerId", email_key as "emailKey", name,
    happened_at as "happenedAt", coalesce(properties, '{}') as properties, state, reason, tried_at as "triedAt",
    settled_at as "settledAt"
  from timeline_events`;

const UNSETTLED = `${ROWS} where account = $1 and ticket_id is not distinct from $2::bigint and state in ('due', 'sending')
  order by happened_at, key limit 500`;

const OF_TICKET = `${ROWS} where account = $1 and ticket_id = $2 order by happened_at, key`;

// An activity may run twice at once: the server gives it out again when it hears nothing of a worker that still lives.
const TRYING = `update timeline_events set state = 'sending', tried_at = clock_timestamp()
  where account = $1 and key = $2 and state = $3 and tried_at is not distinct from $4::timestamptz
  returning tried_at as "triedAt"`;

const UNTRIED = `update timeline_events set state = 'due', tried_at = null
  where account = $1 and key = $2 and state = 'sending' and tried_at = $3::timestamptz`;

const SETTLE = `update timeline_events set state = $3, reason = $4, settled_at = clock_timestamp(),
    properties = case when $3 = 'refused' then properties end
  where account = $1 and key = $2`;

const NEW_CUSTOMERS = `select c.id as "customerId", c.email_key as "emailKey", c.created_at as "createdAt"
  from customers c
  where c.account = $1 and c.created_at >= $2::timestamptz and c.email_key is not null
    and c.deleted_at is null and c.merged_into is null
    and not exists (
      select 1 from timeline_events where account = $1 and key = $1 || '/customer/' || c.id || '/created/1'
    )
  order by c.id limit $3`;
