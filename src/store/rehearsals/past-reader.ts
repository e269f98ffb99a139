import type { Survey, Ticket } from '../../domain/records';
import type { TicketState } from '../../domain/ticket/state';
import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { CAMPAIGNS_OF_LEADS, HAS_LEFT, LEFT_COLUMNS } from '../outbox/campaigns-of-people';
import type {
  FactsReach,
  KeptDecisionRow,
  PastReader,
  PastTicketRow,
  SentCampaignRow,
  WalkedCustomer,
} from './rehearsal-types';

/** A person with more tickets than this is rehearsed by the newest. */
const MOST_TICKETS = 500;

export function createPastReader(db: Db): PastReader {
  return {
    customers: (account, after, limit) => db.query<WalkedCustomer>(CUSTOMERS, [account, after, limit]),
    tickets: async (account, people, changedSince) => {
      const ids = people.map(({ id }) => id);
      const emailKeys = people.map(({ emailKey }) => emailKey);
      const rows = await db.query<TicketRow>(TICKETS, [account, ids, emailKeys, changedSince]);
      return rows.map(({ person, deletedAt, mergedInto, survey, state, ...ticket }): PastTicketRow => ({
        person,
        ticket,
        deletedAt,
        mergedInto,
        survey,
        state,
      }));
    },
    decisions: (account, ticketIds) => db.query<KeptDecisionRow>(DECISIONS, [account, [...ticketIds]]),
    sent: (account, { people, ticketIds }) => {
      const ids = people.map(({ id }) => id);
      const emailKeys = people.map(({ emailKey }) => emailKey);
      return db.query<SentCampaignRow>(SENT, [account, ids, emailKeys, [...ticketIds]]);
    },
    consents: async (account, emailKeys) => {
      const rows = await db.query<ConsentRow>(CONSENTS, [account, [...emailKeys]]);
      return new Map(rows.map(({ emailKey, ...consent }) => [emailKey, consent]));
    },
    reach: async (account) => (await db.query<FactsReach>(REACH, [account]))[0] ?? NOT_SYNCED,
    createdBetween: async (account, from, to) =>
      (await db.query<{ tickets: number }>(CREATED_BETWEEN, [account, from, to]))[0]?.tickets ?? 0,
  };
}

interface TicketRow extends Ticket {
  readonly person: number;
  readonly updatedAt: Timestamp;
  readonly deletedAt: Timestamp | null;
  readonly mergedInto: number | null;
  readonly survey: Survey | null;
  readonly state: TicketState | null;
}

interface ConsentRow {
  readonly emailKey: string;
  readonly blacklisted: boolean;
  readonly unsubscribed: readonly number[];
}

const NOT_SYNCED: FactsReach = { syncedAt: null, syncedSince: null };

// Whoever was deleted is nobody that is written to; whoever was merged is looked at with their survivor.
const CUSTOMERS = `select c.id, case when c.deleted_at is null then c.email_key end as "emailKey",
    c.merged_into is null and (c.deleted_at is not null or c.email_key is null or not exists (
      select 1 from customers
      where account = $1 and email_key = c.email_key and id < c.id and deleted_at is null and merged_into is null
    )) as "isFirst"
  from (select * from customers where account = $1 and id > $2 order by id limit $3) c order by c.id`;

const SURVEY_JSON = `(select jsonb_build_object('id', id, 'ticketId', ticket_id, 'customerId', customer_id, 'score', score,
      'comment', null, 'createdAt', ${utc('created_at')}, 'shouldSendAt', ${utc('should_send_at')},
      'sentAt', ${utc('sent_at')}, 'scoredAt', ${utc('scored_at')})
    from surveys where account = $1 and ticket_id = t.id order by scored_at desc nulls last, id desc limit 1)`;

// Everybody who has the address now, and everyone who was merged into one of these; without an address, the customer alone.
const TICKETS = `with leads as (
  select * from unnest($2::bigint[], $3::text[]) as l(person, email_key)
), holders as (
  select person, person as id from leads where email_key is null
  union all
  select l.person, c.id from leads l cross join lateral (
    select id from customers
    where account = $1 and email_key = l.email_key and deleted_at is null and merged_into is null offset 0
  ) c where l.email_key is not null
), people as (
  select person, id from holders
  union
  select h.person, a.id from holders h cross join lateral (
    select id from customers where account = $1 and merged_into = h.id offset 0
  ) a
), active as (
  select distinct p.person from people p cross join lateral (
    select 1 from tickets where account = $1 and customer_id = p.id and updated_at >= $4::timestamptz limit 1
  ) t
)
select a.person, t.id, t.customer_id as "customerId", t.status, t.channel, t.via, null as subject,
    t.assignee_user_id as "assigneeUserId", null as "assigneeName", t.tags, t.spam, t.created_at as "createdAt",
    t.updated_at as "updatedAt", t.closed_at as "closedAt", t.snoozed_until as "snoozedUntil",
    t.trashed_at as "trashedAt", t.deleted_at as "deletedAt", t.merged_into as "mergedInto",
    ${SURVEY_JSON} as survey, (select state from ticket_states where account = $1 and ticket_id = t.id) as state
  from active a cross join lateral (
    select t.* from people p cross join lateral (
      select * from tickets where account = $1 and customer_id = p.id offset 0
    ) t where p.person = a.person order by t.created_at desc, t.id desc limit ${String(MOST_TICKETS)}
  ) t
  order by a.person, t.created_at, t.id`;

// What was let through is not sent yet: the outbox says what became of it.
const DECISIONS = `select d.ticket_id as "ticketId", d.closed_at as "closedAt", d.decided_at as "decidedAt", d.asked_at as "askedAt",
    d.outcome, d.score, d.campaign, d.kind, o.state as sending,
    case when o.state in ('refused', 'given_up', 'unknown') then coalesce(o.reason, d.why) else d.why end as why, d.rules
  from decisions d left join lateral (
    select state, reason from outbox
    where account = $1 and key = $1 || '/' || d.ticket_id || '/campaign/1' and d.kind = 'send' offset 0
  ) o on true
  where d.account = $1 and d.ticket_id = any($2::bigint[]) order by d.ticket_id, d.closed_at`;

// As the cap counts them; and what was sent because of a ticket that is somebody else's by now.
const SENT = `with leads as (
    select * from unnest($2::bigint[], $3::text[]) as l(person, email_key) cross join lateral (select l.person as customer_id) c
  ), ${CAMPAIGNS_OF_LEADS}
  select key, person, ticket_id as "ticketId", name, at from left_for
  union all
  select key, null, ticket_id, name, at from (
    select ${LEFT_COLUMNS} from outbox where account = $1 and ticket_id = any($4::bigint[]) and ${HAS_LEFT}
  ) o
  order by at, key`;

const CONSENTS = `select email_key as "emailKey", blacklisted, unsubscribed
  from brevo_contacts where account = $1 and email_key = any($2::text[])`;

// One that has read the list of tickets to its end: others were asked for without it, or it was switched off.
const REACH = `select started_at as "syncedAt", request->>'since' as "syncedSince" from runs r
  where account = $1 and type = 'full' and state = 'completed' and exists (
    select 1 from walks where account = $1 and run_id = r.run_id and resource = 'tickets' and done
  )
  order by (request->>'since') is null desc, finished_at desc limit 1`;

const CREATED_BETWEEN = `select count(*)::int as tickets from (
    select created_at from tickets where account = $1 and updated_at >= $2::timestamptz and updated_at < $3::timestamptz
    order by updated_at limit 100000
  ) t where created_at >= $2::timestamptz`;

function utc(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
