import { SHOP_TAGS } from '../../domain/contact/shop';
import type { ContactCustomer, ContactFacts, Contacts } from '../types';
import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';

/** Addresses of one statement: about 15 ms. */
const SLICE = 200;

/** Everything that spec 3 computes for an address, over the customers asked for. Rows are looked up one by one as in `pageUpsert`. */
export function createProjectionFacts(db: Db): Pick<Contacts, 'facts'> {
  return {
    facts: async (account, emailKeys, { responseTimesSince }) => {
      const keys = [...new Set(emailKeys)];
      const found: ContactFacts[] = [];
      for (let first = 0; first < keys.length; first += SLICE) {
        const params = [account, keys.slice(first, first + SLICE), responseTimesSince];
        found.push(...(await db.query<FactsRow>(FACTS, params)).map(toFacts));
      }
      return found;
    },
  };
}

type FactsRow = Omit<ContactFacts, 'customer'> & {
  readonly customer: Omit<ContactCustomer, 'createdAt'> | null;
  readonly createdAt: Timestamp | null;
};

function toFacts({ createdAt, customer, ...numbers }: FactsRow): ContactFacts {
  return { ...numbers, customer: customer === null ? null : { ...customer, createdAt } };
}

// The person: whom the address belongs to now, and everyone who was merged into one of these customers.
const PEOPLE = `wanted as (
  select * from unnest($2::text[]) as w(email_key)
), heads as (
  select c.* from wanted w cross join lateral (
    select * from customers
    where account = $1 and email_key = w.email_key and deleted_at is null and merged_into is null offset 0
  ) c
), chosen as (
  select distinct on (email_key) * from heads order by email_key, updated_at desc, id desc
), people as (
  select email_key, id from heads
  union all
  select h.email_key, a.id from heads h
  cross join lateral (select id from customers where account = $1 and merged_into = h.id offset 0) a
)`;

const COUNTED = `counted as (
  select p.email_key, t.* from people p cross join lateral (
    select id, created_at, channel, tags,
      case when status <> 'closed' or snoozed_until > clock_timestamp() then open_since end as open_since
    from tickets where account = $1 and customer_id = p.id
      and not spam and trashed_at is null and deleted_at is null and merged_into is null offset 0
  ) t
)`;

// From the customer's first message to the first later answer that no rule and no bot wrote.
const ANSWERED = `bots as (
  select id from users where account = $1 and role = 'bot'
), conversations as (
  select c.email_key, c.id, m.*, min(m.at) filter (where not m.from_agent) over (partition by c.id) as first_at
  from counted c cross join lateral (
    select at, from_agent, automated or coalesce(sender_id in (select id from bots), false) as automated
    from messages where account = $1 and ticket_id = c.id offset 0
  ) m where c.created_at >= $3::timestamptz
), answered as (
  select email_key, extract(epoch from min(at) - min(first_at))::double precision / 60 as minutes
  from conversations where from_agent and not automated and at > first_at group by email_key, id
)`;

const SCORED = `scored as (
  select p.email_key, s.* from people p cross join lateral (
    select id, score, scored_at from surveys where account = $1 and customer_id = p.id and score is not null offset 0
  ) s
)`;

const CUSTOMER = `jsonb_build_object(
    'id', id, 'email', case when email_lower is null then channel_email else email end,
    'name', name, 'firstname', firstname, 'lastname', lastname, 'language', language, 'timezone', timezone,
    'note', note, 'externalId', external_id, 'phone', phone, 'customFields', custom_fields, 'shopValues', shop_values)`;

// Each part brings its own columns for an address and leaves the others null; put together by grouping, since a join of these small sets
// would be one of each row with each.
const PARTS = `parts(email_key, customer, created_at, tickets, last_at, last_channel, minutes, last_score, scored, tags, shop_tags, open_tickets, open_for) as (
  select email_key, null::jsonb, null::timestamptz, null::bigint, null::timestamptz, null::text,
    null::double precision, null::int, null::bigint, null::text[], null::text[],
    null::bigint, null::double precision from wanted
  union all
  select email_key, ${CUSTOMER}, created_at, null, null, null, null, null, null, null, null, null, null from chosen
  union all
  select email_key, null, null, count(*), max(created_at), (array_agg(channel order by created_at desc, id desc))[1],
    null, null, null, null, null, count(open_since),
    (extract(epoch from clock_timestamp() - max(open_since)) * 1000)::double precision from counted group by email_key
  union all
  select email_key, null, null, null, null, null, avg(minutes), null, null, null, null, null, null from answered group by email_key
  union all
  select email_key, null, null, null, null, null, null,
    (array_agg(score order by scored_at desc nulls last, id desc))[1], count(*), null, null, null, null from scored group by email_key
  union all
  select email_key, null, null, null, null, null, null, null, null,
    array_agg(distinct tag collate "C" order by tag collate "C"), null, null, null from counted, unnest(tags) as u(tag) group by email_key
  union all
  select email_key, null, null, null, null, null, null, null, null, null,
    array_agg(distinct trim(tag) collate "C" order by trim(tag) collate "C"), null, null
  from heads, unnest(string_to_array(shop_values->>'${SHOP_TAGS}', ',')) as u(tag) where trim(tag) <> '' group by email_key
)`;

const FACTS = `with ${PEOPLE}, ${COUNTED}, ${ANSWERED}, ${SCORED}, ${PARTS}
select email_key as "emailKey",
  (array_agg(customer) filter (where customer is not null))[1] as customer, max(created_at) as "createdAt",
  coalesce(max(tickets), 0) as "nbTickets", max(last_at) as "lastTicketAt", max(last_channel) as "lastTicketChannel",
  max(minutes) as "avgResponseMinutes", max(last_score) as "lastScore", coalesce(max(scored), 0) as "scoredSurveys",
  coalesce(max(tags), '{}') as tags, coalesce(max(shop_tags), '{}') as "shopTags",
  coalesce(max(open_tickets), 0) as "openTickets", max(open_for) as "openForMs"
from parts group by email_key order by email_key`;
