import type { OtherTicket } from '../../domain/ticket/campaign-types';
import type { Survey, Ticket } from '../../domain/records';
import type { TicketDetails, TicketReader } from './live-types';
import type { Db } from '../types';

/** A person with more tickets than this is judged by the newest. */
const MOST_OTHERS = 200;

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
    othersOf: (account, emailKey, except) => db.query<OtherTicket>(OTHERS, [account, emailKey, except]),
    heldBy: async (account, ticketId) => {
      const sql = `select ticket_id as id from ticket_states where account = $1 and held_by = $2 order by ticket_id`;
      return (await db.query<{ id: number }>(sql, [account, ticketId])).map(({ id }) => id);
    },
    isAlias: async (account, customerId) => {
      const sql = 'select 1 from customers where account = $1 and id = $2 and merged_into is not null';
      return (await db.query(sql, [account, customerId])).length > 0;
    },
    knowsCustomer: async (account, customerId) => {
      const sql = 'select 1 from customers where account = $1 and id = $2 and deleted_at is null';
      return (await db.query(sql, [account, customerId])).length > 0;
    },
    deliverable: async (account, limit) => {
      const rows = await db.query<{ id: number }>(DELIVERABLE, [account, limit]);
      return rows.map(({ id }) => id);
    },
  };
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

const OTHERS = `with ${PEOPLE}
select t.id as "ticketId", t.created_at as "createdAt", t.closed_at as "closedAt", s.outcome,
  case
    when s.stage = 'held' then 'ended'
    when s.stage is not null and s.phase <> 'unknown' then s.stage
    when t.status <> 'closed' or t.snoozed_until > now() then 'open'
    else 'ended'
  end as phase
from people p
cross join lateral (
  select * from tickets where account = $1 and customer_id = p.id and id <> $3
    and not spam and trashed_at is null and deleted_at is null and merged_into is null offset 0
) t
left join lateral (select * from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
where s.phase is null or s.phase not in ('spam', 'trashed', 'deleted', 'merged')
order by (s.stage = 'ended') nulls last, t.created_at desc limit ${String(MOST_OTHERS)}`;

const DELIVERABLE = `select s.ticket_id as id from ticket_states s
  cross join lateral (select customer_id from tickets where account = $1 and id = s.ticket_id offset 0) t
  cross join lateral (
    select email_key from customers where account = $1 and id = t.customer_id and deleted_at is null offset 0
  ) c
  where s.account = $1 and s.undelivered and c.email_key is not null order by s.ticket_id limit $2`;
