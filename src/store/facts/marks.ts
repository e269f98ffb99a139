/** CTE: marks the addresses of `touched(email_key)` due. Written in the order of the key, as everywhere, so that no two wait for each other. */
export const MARK_TOUCHED = `marked as (
  insert into contacts as k (account, email_key, due_at, due_version)
  select $1, t.email_key, now(), 1
  from (select distinct email_key from touched where email_key is not null order by email_key) t
  on conflict (account, email_key) do update set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1
)`;

/** CTE `touched`: the addresses of the customers in `owners(id)`, each followed to the one that it was merged into. */
export const TOUCHED_BY_OWNERS = `touched as (
  select case when c.merged_into is null then c.email_key else s.email_key end as email_key
  from (select distinct id from owners) o
  cross join lateral (
    select * from customers where account = $1 and id = o.id and deleted_at is null offset 0
  ) c
  left join lateral (select email_key from customers where account = $1 and id = c.merged_into offset 0) s on true
)`;

/** Whether a record that was set aside is named by its address: there is no customer to name it by. */
export const NAMED_BY_ADDRESS = `position('@' in key) > 0`;
