import type { CampaignRequests } from './campaign-types';
import type { CampaignRequest, RequestStory } from './campaign-types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import type { ErasedPeople } from '../privacy/erased-people';
import { addressName, ticketName } from '../privacy/hashes';

/** Campaigns that programs asked for: written down before anybody acts, so that nothing is lost between the call and its answer. */
export function createCampaignRequests(db: Db, erased: ErasedPeople): CampaignRequests {
  return {
    ask: (account, request) =>
      db.transaction(async (tx) => {
        const { emailKey, ticketId } = request;
        await erased.require(tx, account, [
          ...(emailKey === null ? [] : [addressName(emailKey)]),
          ...(ticketId === null ? [] : [ticketName(ticketId)]),
        ]);
        await tx.query(ASK, [account, jsonRows([request])]);
      }),
    find: async (account, id) => (await db.query<CampaignRequest>(FIND, [account, id]))[0] ?? null,
    ofTicket: (account, ticketId) => db.query<RequestStory>(OF_TICKET, [account, ticketId, MOST_OF_TICKET]),
    ofPerson: (account, { emailKey, customerIds }, limit) =>
      db.query<RequestStory>(OF_PERSON, [account, emailKey, [...customerIds], limit]),
    isOpen: async (account, { ticketId, name }) => (await db.query(IS_OPEN, [account, ticketId, name])).length > 0,
    settle: async (account, id, { status, reason, until, heldBy = null }) => {
      await db.query(SETTLE, [account, id, status, reason, until, heldBy]);
    },
    held: async (account, { emailKey, ticketId }) => {
      const rows = await db.query<{ id: string }>(HELD, [account, emailKey, ticketId]);
      return rows.map(({ id }) => id);
    },
    signalled: async (account, ids) => {
      const sql =
        'update campaign_requests set signalled_at = clock_timestamp() where account = $1 and id = any($2::text[])';
      if (ids.length > 0) await db.query(sql, [account, [...ids]]);
    },
    unsettled: async (account, limit) => {
      const rows = await db.query<{ id: string }>(UNSETTLED, [account, limit]);
      return rows.map(({ id }) => id);
    },
  };
}

const ASK = `insert into campaign_requests as c (account, id, name, ticket_id, email_key, params, asked_at)
  select $1, id, name, "ticketId", "emailKey", params, "askedAt"
  from jsonb_to_recordset($2::jsonb) as r(id text, name text, "ticketId" bigint, "emailKey" text, params jsonb,
    "askedAt" timestamptz)
  on conflict (account, id) do update set status = 'asked', reason = '', until_at = null, settled_at = null,
    email_key = excluded.email_key, params = excluded.params, asked_at = excluded.asked_at
    where c.status in ('skipped', 'given-up', 'unknown')`;

const FIND = `select id, name, ticket_id as "ticketId", email_key as "emailKey", coalesce(params, '{}') as params,
    asked_at as "askedAt", status, reason, until_at as until
  from campaign_requests where account = $1 and id = $2`;

const SETTLE = `update campaign_requests set status = $3, reason = $4, until_at = $5::timestamptz,
    settled_at = case when $3 <> 'held' then clock_timestamp() end,
    params = case when $3 = 'held' then params end, held_by = $6
  where account = $1 and id = $2`;

/** One ticket causes one campaign: of the others there are few. */
const MOST_OF_TICKET = 20;

const STORY = `r.name, r.asked_at as "askedAt", r.status, r.reason, r.until_at as until, r.settled_at as "settledAt"`;

const OF_TICKET = `select * from (
    select ${STORY} from campaign_requests r where account = $1 and ticket_id = $2 order by r.asked_at desc, r.id desc limit $3
  ) newest order by "askedAt"`;

const OF_PERSON = `with addresses as (
    select $2::text as email_key
    union select email_key from customers where account = $1 and id = any($3::bigint[])
  )
  select ${STORY}
  from addresses a cross join lateral (
    select * from campaign_requests where account = $1 and email_key = a.email_key and ticket_id is null offset 0
  ) r order by r.asked_at desc, r.id desc limit $4`;

const IS_OPEN = `select 1 from campaign_requests
  where account = $1 and ticket_id = $2 and name = $3 and status in ('asked', 'held') limit 1`;

const UNSETTLED = `select id from campaign_requests
  where account = $1 and status in ('asked', 'held') order by asked_at, id limit $2`;

const HELD = `select id from campaign_requests
  where account = $1 and status in ('asked', 'held') and (email_key = $2 or ticket_id = $3) order by id`;
