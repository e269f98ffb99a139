-- in steps
-- additive: tables and indexes that the release before does not know.
-- What the console asks (spec 18): periods, people by how their names begin, requests by lane, and who is signed in.

-- Browsers that are signed in. A digest is keyed by the key that opened the session: another key, and it is nobody's any more.
create table if not exists sessions (
  digest   text primary key,                    -- of what the cookie holds
  role     text not null,                       -- owner | reader
  begun_at timestamptz not null default clock_timestamp(),
  seen_at  timestamptz not null default clock_timestamp()
);
-- Each signs one browser in, and is gone with it.
create table if not exists sign_in_links (
  digest  text primary key,
  made_at timestamptz not null default clock_timestamp()
);

-- Requests to Gorgias by minute of the last hour: sixty rows a lane, each written over an hour later.
create table if not exists lane_use (
  account  text not null,
  lane     text not null,
  slot     smallint not null,                   -- minute of the hour
  minute   timestamptz not null,
  requests int not null,
  waits    int not null,
  primary key (account, lane, slot)
);

drop index concurrently if exists decisions_by_time;
create index concurrently decisions_by_time on decisions (account, decided_at, ticket_id);
drop index concurrently if exists campaign_requests_by_time;
create index concurrently campaign_requests_by_time on campaign_requests (account, asked_at) include (name, status);
drop index concurrently if exists surveys_by_score;
create index concurrently surveys_by_score on surveys (account, scored_at, id) where score is not null;
drop index concurrently if exists surveys_by_sending;
create index concurrently surveys_by_sending on surveys (account, sent_at) include (score);

-- How an address or a name begins, byte by byte: no server's order of letters matters.
drop index concurrently if exists customers_by_address_beginning;
create index concurrently customers_by_address_beginning on customers (account, email_key text_pattern_ops)
  where deleted_at is null and merged_into is null;
drop index concurrently if exists customers_by_name;
create index concurrently customers_by_name on customers (account, lower(name) text_pattern_ops)
  where deleted_at is null and merged_into is null;
drop index concurrently if exists customers_by_last_name;
create index concurrently customers_by_last_name on customers (account, lower(lastname) text_pattern_ops)
  where deleted_at is null and merged_into is null;

-- How many tickets wait for what, without a look at any of them.
drop index concurrently if exists ticket_states_by_stage;
create index concurrently ticket_states_by_stage on ticket_states (account, stage) where stage <> 'ended';
