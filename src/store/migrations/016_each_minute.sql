-- in steps
-- additive: the release before writes no creation down as intended, and one that is found twice is written down once.
-- What every minute asks, at a million customers and five million tickets. Each statement may be repeated: it begins with its own leavings.

-- Where a walk through a table of ours stands that is too long for one statement.
create table if not exists positions (
  account text not null,
  walk    text not null,                       -- its name: store/database/positions.ts
  after   bigint not null default 0,           -- everything up to this id was met
  primary key (account, walk)
);

-- Tickets whose timeline waits for an address: a fifth of all in a shop that is telephoned much.
drop index concurrently if exists ticket_states_undelivered;
create index concurrently ticket_states_undelivered on ticket_states (account, ticket_id) where undelivered;

-- What was begun and not done, the oldest first.
drop index concurrently if exists ticket_states_unfinished;
create index concurrently ticket_states_unfinished on ticket_states (account, looked_at)
  where stood_at is null or stood_at < looked_at;

-- What waits for a hold, by hold, in the order in which one of them tries for all; and what waits for nothing but its time.
drop index concurrently if exists outbox_held;
create index concurrently outbox_held on outbox (account, waits_for, expires_at, key)
  where waits_for is not null and state in ('intended', 'sending');
drop index concurrently if exists outbox_free;
create index concurrently outbox_free on outbox (account, due_at)
  where waits_for is null and state in ('intended', 'sending');

-- Customers of whose creation nothing was written down for their timeline. What happened before the account publishes is never asked for, so
-- of those that are here only the few are looked through that came since.
alter table customers add column if not exists creation_intended boolean not null default true;
alter table customers alter column creation_intended set default false;
update customers c set creation_intended = false from accounts a
  where c.account = a.account and c.created_at >= a.tell_from and c.creation_intended
    and not exists (select 1 from outbox where account = c.account and key = c.account || '/customer/' || c.id || '/created/1');
drop index concurrently if exists customers_not_intended;
create index concurrently customers_not_intended on customers (account, created_at, id)
  where not creation_intended and email_key is not null and deleted_at is null and merged_into is null;
