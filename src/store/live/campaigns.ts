import type { CampaignRow, Campaigns, KeptDecision } from './live-types';
import type { Db } from '../types';
import { jsonRows } from '../database/values';

/** Campaigns from the intent on, each with its key and at most one for a ticket, and what the policy said about each end of a ticket. */
export function createCampaigns(db: Db): Campaigns {
  return {
    find: async (account, ticketId) => (await db.query<CampaignRow>(FIND, [account, ticketId]))[0] ?? null,
    findByKey: async (account, eventKey) => (await db.query<CampaignRow>(FIND_BY_KEY, [account, eventKey]))[0] ?? null,
    sentTo: async (account, emailKey, except) => {
      const rows = await db.query<{ at: string }>(SENT_TO, [account, emailKey, except]);
      return rows.map(({ at }) => at);
    },
    lockPerson: async (account, emailKey) => {
      await db.query(LOCK_PERSON, [account, emailKey]);
    },
    intend: async (account, intent) => {
      await db.query(INTEND, [account, jsonRows([intent])]);
    },
    trying: async (account, { eventKey, state }) => (await db.query(TRYING, [account, eventKey, state])).length > 0,
    untried: async (account, eventKey) => {
      await db.query(UNTRIED, [account, eventKey]);
    },
    settle: async (account, eventKey, state, reason) => {
      await db.query(SETTLE, [account, eventKey, state, reason]);
    },
    keepDecision: async (account, ticketId, decision) => {
      await db.query(KEEP_DECISION, [account, ticketId, jsonRows([decision])]);
    },
    cancelPending: async (account, ticketId, why) => {
      await db.query(CANCEL_PENDING, [account, ticketId, why]);
    },
    decisions: (account, ticketId) => db.query<KeptDecision>(DECISIONS, [account, ticketId]),
  };
}

const ROWS = `select ticket_id as "ticketId", name, send, coalesce(params, '{}') as params, customer_id as "customerId",
    email_key as "emailKey", event_key as "eventKey", mail_key as "mailKey", intended_at as "intendedAt", state, reason,
    tried_at as "triedAt", settled_at as "settledAt"
  from campaigns`;

const FIND = `${ROWS} where account = $1 and ticket_id = $2`;

const FIND_BY_KEY = `${ROWS} where account = $1 and event_key = $2`;

// An unknown outcome counts: the person may have got it.
const SENT_TO = `select intended_at as at from campaigns
  where account = $1 and email_key = $2 and event_key <> $3 and state <> 'refused'`;

const LOCK_PERSON = `select pg_advisory_xact_lock(hashtextextended('person/' || $1::text || '/' || $2::text, 0))`;

const INTEND = `insert into campaigns
  (account, ticket_id, name, send, params, customer_id, email_key, event_key, mail_key, intended_at)
  select $1, "ticketId", name, send, params, "customerId", "emailKey", "eventKey", "mailKey", "intendedAt"
  from jsonb_to_recordset($2::jsonb) as r("ticketId" bigint, name text, send jsonb, params jsonb, "customerId" bigint,
    "emailKey" text, "eventKey" text, "mailKey" text, "intendedAt" timestamptz)
  on conflict do nothing`;

const TRYING = `update campaigns set state = 'sending', tried_at = coalesce(tried_at, clock_timestamp())
  where account = $1 and event_key = $2 and state = $3 returning 1`;

const UNTRIED = `update campaigns set state = 'intended', tried_at = null
  where account = $1 and event_key = $2 and state = 'sending'`;

const SETTLE = `update campaigns set state = $3, reason = $4, settled_at = clock_timestamp(), params = null
  where account = $1 and event_key = $2`;

const KEEP_DECISION = `insert into decisions as d
  (account, ticket_id, closed_at, decided_at, asked_at, outcome, score, campaign, kind, why, until_at, rules)
  select $1, $2, "closedAt", "decidedAt", "askedAt", outcome, score, campaign, kind, why, until, rules
  from jsonb_to_recordset($3::jsonb) as r("closedAt" timestamptz, "decidedAt" timestamptz, "askedAt" timestamptz,
    outcome text, score int, campaign text, kind text, why text, until timestamptz, rules jsonb)
  on conflict (account, ticket_id, closed_at) do update set asked_at = excluded.asked_at, campaign = excluded.campaign,
    kind = excluded.kind, why = excluded.why, until_at = excluded.until_at, rules = excluded.rules`;

const CANCEL_PENDING = `update decisions set kind = 'skip', why = $3, until_at = null, asked_at = clock_timestamp(),
    rules = rules || jsonb_build_array(jsonb_build_object('rule', 'still_ended', 'says', 'skip', 'sentence', $3::text))
  where account = $1 and ticket_id = $2 and kind in ('wait', 'held')`;

const DECISIONS = `select closed_at as "closedAt", decided_at as "decidedAt", asked_at as "askedAt", outcome, score, campaign,
    kind, why, until_at as until, rules
  from decisions where account = $1 and ticket_id = $2 order by closed_at`;
