/** Of a campaign in the outbox: it has left, or nobody can say that it has not. */
export const HAS_LEFT = `kind = 'campaign' and state in ('sending', 'sent', 'unknown')`;
export const LEFT_COLUMNS = 'key, ticket_id, name, coalesce(first_tried_at, settled_at, intended_at) as at';

/** Of somebody whom a marketplace has under one address, merged again and again; nobody else has more than a few. */
const MOST_MERGED = 10_000;
/** Of these the newest are locked: that two of a person's tickets meet, one name in common is enough. */
const MOST_LOCKED = 20;

/**
 * The one place that says which campaigns count for a person: what went to their address, to their customer, to those who were merged into
 * it, and to the addresses of these. SQL of common table expressions, to stand behind `with`, over `leads (person, email_key, customer_id)`,
 * of which either may be null; account $1. It makes `theirs (person, id)` of customers, and
 * `left_for (person, key, ticket_id, name, at)` of campaigns that have left or may have, each once.
 */
export const CAMPAIGNS_OF_LEADS = `survivors as (
  select l.person, coalesce(c.merged_into, c.id) as id from leads l cross join lateral (
    select id, merged_into from customers where account = $1 and id = l.customer_id offset 0
  ) c
  union
  select l.person, coalesce(c.merged_into, c.id) from leads l cross join lateral (
    select id, merged_into from customers where account = $1 and email_key = l.email_key and deleted_at is null offset 0
  ) c
), theirs as (
  select person, id from survivors
  union select person, customer_id from leads where customer_id is not null
  union select s.person, m.id from survivors s cross join lateral (
    select id from customers where account = $1 and merged_into = s.id limit ${String(MOST_MERGED)}
  ) m
), addresses as (
  select person, email_key from leads where email_key is not null
  union select t.person, c.email_key from theirs t cross join lateral (
    select email_key from customers where account = $1 and id = t.id and email_key is not null offset 0
  ) c
), left_for as (
  select a.person, o.* from addresses a cross join lateral (${leftBy('email_key = a.email_key')}) o
  union select t.person, o.* from theirs t cross join lateral (${leftBy('customer_id = t.id')}) o
)`;

/** By the moment of the request: that is when the person may have got it. */
function leftBy(whose: string): string {
  return `select ${LEFT_COLUMNS} from outbox where account = $1 and ${whose} and ${HAS_LEFT} offset 0`;
}

const ONE_LEAD = `leads as (select 1 as person, $2::text as email_key, $3::bigint as customer_id)`;

/** Parameters: account, address, customer, key of the campaign that is not counted. */
export const SENT_TO = `with ${ONE_LEAD}, ${CAMPAIGNS_OF_LEADS}
  select at from left_for where key <> $4 order by at`;

/** Parameters: account, address, customer. In one order for everybody, so that nobody waits for each other. */
export const LOCK_PERSON = `with ${ONE_LEAD}, ${CAMPAIGNS_OF_LEADS}, names as (
    select 'person/' || $1::text || '/' || $2::text as name
    union select 'customer/' || $1::text || '/' || id from (
      select id from theirs order by id desc limit ${String(MOST_LOCKED)}
    ) newest
  )
  select pg_advisory_xact_lock(lock) from (
    select distinct hashtextextended(name, 0) as lock from names order by lock offset 0
  ) locks`;
