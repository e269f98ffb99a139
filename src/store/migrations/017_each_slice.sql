-- in steps
-- additive: indexes that the release before does not need are replaced by ones that serve it too.
-- What every slice of a run asks, and what is asked of one person, at a million customers and five million tickets.

-- Where the reading of details stands, newest activity first (store/facts/enrichment.ts): one run of an account at a time.
create table if not exists enrichment (
  account text primary key,
  run_id  text not null,
  top     timestamptz not null,                -- when this pass began: what has become active since then comes with the next one
  below   timestamptz not null,                -- whoever was active from then on has been read
  floor   timestamptz not null                 -- the pass ends here
);
drop index concurrently if exists customers_by_change;
create index concurrently customers_by_change on customers (account, updated_at);

-- The totals of a run: contacts that were published or found unchanged since it began, details read since, records put aside.
drop index concurrently if exists contacts_by_look;
create index concurrently contacts_by_look on contacts (account, looked_at) include (published_at) where hash is not null;
drop index concurrently if exists customers_by_reading;
create index concurrently customers_by_reading on customers (account, detail_read_at) where detail_read_at is not null;
drop index concurrently if exists quarantine_held;
create index concurrently quarantine_held on quarantine (account, kind, key) where held;

-- The newest tickets of a person, and the open ones, of somebody who has very many.
drop index concurrently if exists tickets_by_customer_time;
create index concurrently tickets_by_customer_time on tickets (account, customer_id, created_at desc, id desc);
drop index concurrently if exists tickets_by_customer;
drop index concurrently if exists tickets_open_by_customer;
create index concurrently tickets_open_by_customer on tickets (account, customer_id, created_at desc, id desc)
  where (status <> 'closed' or snoozed_until is not null) and not spam and trashed_at is null and deleted_at is null
    and merged_into is null;
