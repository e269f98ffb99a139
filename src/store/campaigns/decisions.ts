import type { KeptDecision } from './campaign-types';
import type { Decisions } from './campaign-types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

/** What the policy said about each end of a ticket; the newest word stands. */
export function createDecisions(db: Db): Decisions {
  return {
    keep: async (account, ticketId, decision) => {
      await db.query(KEEP, [account, ticketId, jsonRows([decision])]);
    },
    cancelPending: async (account, ticketId, why) => {
      await db.query(CANCEL_PENDING, [account, ticketId, why]);
    },
    ofTicket: (account, ticketId) => db.query<KeptDecision>(OF_TICKET, [account, ticketId]),
  };
}

const KEEP = `insert into decisions as d
  (account, ticket_id, closed_at, decided_at, asked_at, outcome, score, campaign, kind, why, until_at, rules)
  select $1, $2, "closedAt", "decidedAt", "askedAt", outcome, score, campaign, kind, why, until, rules
  from jsonb_to_recordset($3::jsonb) as r("closedAt" timestamptz, "decidedAt" timestamptz, "askedAt" timestamptz,
    outcome text, score int, campaign text, kind text, why text, until timestamptz, rules jsonb)
  on conflict (account, ticket_id, closed_at) do update set asked_at = excluded.asked_at, campaign = excluded.campaign,
    kind = excluded.kind, why = excluded.why, until_at = excluded.until_at, rules = excluded.rules`;

const CANCEL_PENDING = `update decisions set kind = 'skip', why = $3, until_at = null, asked_at = clock_timestamp(),
    rules = rules || jsonb_build_array(jsonb_build_object('rule', 'still_ended', 'says', 'skip', 'sentence', $3::text))
  where account = $1 and ticket_id = $2 and kind in ('wait', 'held')`;

const OF_TICKET = `select closed_at as "closedAt", decided_at as "decidedAt", asked_at as "askedAt", outcome, score, campaign,
    kind, why, until_at as until, rules
  from decisions where account = $1 and ticket_id = $2 order by closed_at`;
