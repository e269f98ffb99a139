-- additive: a table, a trigger and a column that the release before does not know; what it writes is noted, too.
-- Whoever leaves an address is the same person at the next one: what they had said at the old one goes with them (brevo-api.md 10, rule c).

create table former_addresses (
  account     text not null,
  customer_id bigint not null,                   -- who stands for them, merges followed
  email_key   text not null,
  left_at     timestamptz not null default clock_timestamp(),
  asked_at    timestamptz,                       -- since then it is known what Brevo had of it
  primary key (account, customer_id, email_key)
);

create index former_addresses_by_email on former_addresses (account, email_key);

-- The refusal that is kept was said at an address that the person has left.
alter table brevo_contacts add column kept_elsewhere boolean not null default false;

-- In the database, since an address changes by lists, by details and by merges.
create function keep_former_address() returns trigger language plpgsql as $$
declare
  person bigint := coalesce(new.merged_into, new.id);
begin
  insert into former_addresses as f (account, customer_id, email_key)
    select new.account, person, email_key from (
      select old.email_key union select new.email_key where new.merged_into is not null
      union select email_key from former_addresses
        where account = new.account and customer_id = new.id and new.merged_into is not null
    ) a where email_key is not null and (new.merged_into is not null or email_key is distinct from new.email_key)
    order by email_key
    on conflict (account, customer_id, email_key) do update set left_at = excluded.left_at, asked_at = null;
  delete from former_addresses where account = new.account and customer_id = new.id and email_key = new.email_key;
  return null;
end $$;

create trigger former_address after update on customers for each row
  when (old.email_key is distinct from new.email_key or new.merged_into is not null and old.merged_into is distinct from new.merged_into)
  execute function keep_former_address();
