import type { OtherTicket } from '../../domain/campaign/campaign-types';
import type { Survey, Ticket } from '../../domain/records';
import { deliverable } from './deliverable';
import { answeredSince } from '../../domain/ticket/answered-since';
import type { CsatPolicy } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import type { TicketDetails, TicketReader } from './ticket-types';
import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';

/** A person with more tickets than this is judged by the newest. */
const MOST_OTHERS = 200;
/** Looked at for that: of a marketplace's address the newest tickets, and the newest that are open. */
const MOST_LOOKED_AT = 500;

/** What the facts tell of single tickets and of the people behind them. */
export function createTicketReader(db: Db): TicketReader {
  return {
    details: async (account, ticketId) => {
      const [row] = await db.query<DetailsRow>(DETAILS, [account, ticketId]);
      if (row === undefined) return null;
      const [survey] = await db.query<Survey>(SURVEY, [account, ticketId]);
      const { emailKey, ownerId, ...ticket } = row;
      return { ticket, survey: survey ?? null, emailKey, customerId: ownerId };
    },
    ticketsOfSurveys: async (account, surveyIds) => {
      const sql = 'select id, ticket_id as "ticketId" from surveys where account = $1 and id = any($2::bigint[])';
      const rows = await db.query<{ id: number; ticketId: number }>(sql, [account, [...surveyIds]]);
      return new Map(rows.map(({ id, ticketId }) => [id, ticketId]));
    },
    othersOf: async (account, emailKey, { exceptTicketId: except, watchedFrom, csat }) => {
      const rows = await db.query<OtherRow>(OTHERS, [account, emailKey, except, watchedFrom, csat.waitMs]);
      return rows.map((row) => otherOf(row, csat));
    },
    customersOf: async (account, emailKey, limit) => {
      const rows = await db.query<{ id: number }>(CUSTOMERS_OF, [account, emailKey, limit]);
      return rows.map(({ id }) => id);
    },
    heldBy: async (account, ticketId) => {
      const sql = `select ticket_id as id from ticket_states where account = $1 and held_by = $2 order by ticket_id`;
      return (await db.query<{ id: number }>(sql, [account, ticketId])).map(({ id }) => id);
    },
    hasRead: async (account, customerId) => {
      const sql = 'select 1 from customers where account = $1 and id = $2';
      return (await db.query(sql, [account, customerId])).length > 0;
    },
    isMerged: async (account, customerId) => {
      const sql = 'select 1 from customers where account = $1 and id = $2 and merged_into is not null';
      return (await db.query(sql, [account, customerId])).length > 0;
    },
    ownerOf: async (account, customerId) =>
      (await db.query<{ customerId: number; emailKey: string | null }>(OWNER, [account, customerId]))[0] ?? null,
    addressesOf: async (account, customerId) =>
      (await db.query<{ email: string }>(ADDRESSES_OF, [account, customerId])).map(({ email }) => email),
    seenAt: async (account, ticketId) => {
      const sql = 'select seen_at as at from ticket_states where account = $1 and ticket_id = $2 and unread_at is null';
      return (await db.query<{ at: Timestamp | null }>(sql, [account, ticketId]))[0]?.at ?? null;
    },
    isUnread: async (account, ticketId) => {
      const sql = 'select 1 from ticket_states where account = $1 and ticket_id = $2 and unread_at is not null';
      return (await db.query(sql, [account, ticketId])).length > 0;
    },
    hasSignalSinceRefresh: async (account, ticketId) => {
      const sql = 'select 1 from ticket_states where account = $1 and ticket_id = $2 and asked_at > looked_at';
      return (await db.query(sql, [account, ticketId])).length > 0;
    },
    deliverable: (account, limit) => deliverable(db, account, limit),
  };
}

interface OtherRow extends OtherTicket, Pick<TicketState, 'survey' | 'responded'> {
  /** That it was decided by; null: by none. */
  readonly score: number | null;
  /** Null: it was not decided yet. */
  readonly decidedAt: Timestamp | null;
}

/** It may have been answered otherwise since it was decided: what somebody thinks of it now is what counts for others. */
function otherOf({ survey, responded, score, decidedAt, ...other }: OtherRow, csat: CsatPolicy): OtherTicket {
  const { outcome } = other;
  if (outcome === null || decidedAt === null) return other;
  const since = answeredSince({ survey, responded }, { outcome, score, decidedAt }, csat);
  return { ...other, outcome: since?.outcome ?? outcome };
}

type DetailsRow = Ticket & Pick<TicketDetails, 'emailKey'> & { readonly ownerId: number | null };

const DETAILS = `select t.id, t.customer_id as "customerId", t.status, t.channel, t.via, t.subject,
    t.assignee_user_id as "assigneeUserId", t.assignee_name as "assigneeName", t.tags, t.spam,
    t.created_at as "createdAt", t.updated_at as "updatedAt", t.closed_at as "closedAt",
    t.snoozed_until as "snoozedUntil", t.trashed_at as "trashedAt", o.email_key as "emailKey", o.id as "ownerId"
  from tickets t
  left join lateral (select * from customers where account = $1 and id = t.customer_id offset 0) c on true
  left join lateral (
    select * from customers where account = $1 and id = coalesce(c.merged_into, c.id) and deleted_at is null offset 0
  ) o on true
  where t.account = $1 and t.id = $2`;

const SURVEY = `select id, ticket_id as "ticketId", customer_id as "customerId", score, comment, created_at as "createdAt",
    should_send_at as "shouldSendAt", sent_at as "sentAt", scored_at as "scoredAt"
  from surveys where account = $1 and ticket_id = $2 order by scored_at desc nulls last, id desc limit 1`;

// The person: whom the address belongs to now, and everyone who was merged into one of these customers.
const PEOPLE = `people as (
  select id from customers where account = $1 and email_key = $2 and deleted_at is null and merged_into is null
  union
  select a.id from customers h cross join lateral (
    select id from customers where account = $1 and merged_into = h.id offset 0
  ) a where h.account = $1 and h.email_key = $2 and h.deleted_at is null and h.merged_into is null
)`;

const newestOf = (more: string): string => `(
  select id, created_at, updated_at, closed_at, status, snoozed_until from tickets
  where account = $1 and customer_id = p.id and id <> $3
    and not spam and trashed_at is null and deleted_at is null and merged_into is null ${more}
  order by created_at desc, id desc limit ${String(MOST_LOOKED_AT)}
)`;

// A row may be newer than what the ticket's own workflow knows: it was read just now because somebody is about to be mailed. Closed there and
// not looked at yet is not ended: nobody knows how it ended. What was closed before anybody watched is. Whether a silent change moves
// `updated_at` nobody has proved (gorgias-api.md 0): one that the row shows as open, or in no trash any more, is that whatever was read before.
const OTHERS = `with ${PEOPLE}, known as (
  select t.id, t.created_at, t.closed_at, s.outcome, s.seen_at,
    t.status <> 'closed' or t.snoozed_until > clock_timestamp() as is_open,
    t.status = 'closed' and coalesce(t.snoozed_until > clock_timestamp(), false) as is_snoozed,
    s.ticket_id is not null and s.phase <> 'unknown' as is_watched,
    s.phase in ('deleted', 'merged') as is_gone, s.phase in ('spam', 'trashed') as was_put_away,
    case s.stage when 'held' then 'ended' else s.stage end as stage,
    coalesce(t.updated_at <= s.read_updated_at, false) as is_read,
    (s.state->'decision'->>'decidedAt')::timestamptz as decided_at, (s.state->'decision'->>'score')::integer as score,
    s.state->'survey' as survey, s.state->'responded' as responded
  from (
    select t.* from people p cross join lateral ${newestOf('')} t
    union
    select t.* from people p cross join lateral ${newestOf("and (status <> 'closed' or snoozed_until is not null)")} t
  ) t
  left join lateral (select * from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
)
select * from (select id as "ticketId", created_at as "createdAt", case when not is_open then closed_at end as "closedAt", outcome, score, survey, responded,
  decided_at as "decidedAt",
  seen_at as "seenAt", is_snoozed as "isSnoozed", is_watched and is_read and (was_put_away or is_open and stage <> 'open') as "toRead",
  -- Decided late, because nobody was there, it had ended all the same when the customer answered, or had not answered for too long.
  case when outcome in ('satisfied', 'neutral', 'dissatisfied')
    then least(decided_at, greatest(closed_at, (select max(scored_at) from surveys where account = $1 and ticket_id = known.id)))
    else coalesce(least(decided_at, closed_at + $5::double precision * interval '1 millisecond'), closed_at)
  end as "endedAt",
  case
    when is_watched and is_read and not (was_put_away or is_open and stage = 'ended') then stage
    when is_open then 'open'
    when was_put_away and closed_at >= $4::timestamptz then 'waiting'
    when is_watched then case stage when 'ended' then 'ended' else 'waiting' end
    when closed_at >= $4::timestamptz then 'waiting'
    else 'ended'
  end as phase
from known
where is_gone is not true or not is_read) others
order by phase = 'ended', "createdAt" desc limit ${String(MOST_OTHERS)}`;

const OWNER = `select o.id as "customerId", o.email_key as "emailKey"
  from (select * from customers where account = $1 and id = $2) c
  cross join lateral (
    select * from customers where account = $1 and id = coalesce(c.merged_into, c.id) and deleted_at is null offset 0
  ) o`;

const CUSTOMERS_OF = `select id from customers
  where account = $1 and email_key = $2 and deleted_at is null and merged_into is null order by id desc limit $3`;

/** Nobody was merged from more customers than these, but by mistake. */
const MOST_ADDRESSES = 1_000;

const ADDRESSES_OF = `select email from (
    select id, email_lower, channel_email from customers where account = $1 and id = $2
    union all
    select id, email_lower, channel_email from customers where account = $1 and merged_into = $2
  ) c cross join lateral (values (email_lower), (channel_email)) as a(email)
  where email is not null limit ${String(MOST_ADDRESSES)}`;
