import type { Db } from '../../src/store/database/connection';

/** Numbers that are kept beside the rows (`src/store/migrations/026_tallies.sql`) and are not those of the rows; empty: all are right. */
export async function wrongTallies(db: Db): Promise<readonly unknown[]> {
  return db.query(WRONG);
}

const LIVE = 'deleted_at is null and merged_into is null';

const one = (about: string, name: string, where = 'true', table = about): string =>
  `select account, '${about}' as about, '${name}' as name, count(*) as n from ${table} where ${where} group by account`;

const COUNTED = [
  one('customers', 'all', LIVE),
  one('customers', 'without_email', `${LIVE} and email_key is null`),
  one('customers', 'deleted', 'deleted_at is not null'),
  one('customers', 'merged', 'merged_into is not null'),
  one(
    'customers',
    'tagged',
    `${LIVE} and exists (select 1 from unnest(string_to_array(shop_values ->> 'integrations.shopify.tags', ',')) t where trim(t) <> '')`,
  ),
  one('tickets', 'all', LIVE),
  one('tickets', 'open', `${LIVE} and status = 'open' and not spam and trashed_at is null`),
  one('tickets', 'deleted', 'deleted_at is not null'),
  one('tickets', 'merged', 'merged_into is not null'),
  one('tickets', 'tagged', `${LIVE} and cardinality(tags) > 0`),
  one('surveys', 'all'),
  one('surveys', 'scored', 'score is not null'),
  one('messages', 'all'),
  one('contacts', 'published', 'hash is not null'),
  `select account, 'tags.tickets', tag, count(*) from tickets, unnest(tags) as tag where ${LIVE} group by account, tag`,
  `select account, 'tags.shopify', trim(tag), count(*)
    from customers, unnest(string_to_array(shop_values ->> 'integrations.shopify.tags', ',')) as tag
    where ${LIVE} and trim(tag) <> '' group by account, trim(tag)`,
].join('\n  union all ');

// A tag that nothing has any more is not to be named; of everything else none may stand there or nothing.
const WRONG = `with counted as (${COUNTED}), kept as (
  select account, about, case about when 'contacts' then 'published' else name end as name, sum(n)::bigint as n
  from tallies group by 1, 2, 3
) select coalesce(k.account, c.account) as account, coalesce(k.about, c.about) as about, coalesce(k.name, c.name) as name,
    k.n as kept, c.n as counted
  from kept k full join counted c on (c.account, c.about, c.name) = (k.account, k.about, k.name)
  where coalesce(k.n, 0) <> coalesce(c.n, 0) or k.n = 0 and k.about like 'tags.%'`;
