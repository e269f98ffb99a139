-- Subscribers: what happened to tickets, kept for programs that listen, and campaigns that programs ask for.

-- One row for each thing that subscribers hear of, written in the transaction of the fact that it follows from.
create table ticket_events (
  account     text not null,
  seq         bigint generated always as identity, -- in the order of commits: appending takes a lock of the account
  key         text not null,                     -- account/ticket/type/ordinal, or its closing for ticket.closed
  ticket_id   bigint not null,
  type        text not null,                     -- domain/ticket/subscriber-events.ts
  happened_at timestamptz not null,
  written_at  timestamptz not null default clock_timestamp(),
  payload     jsonb not null,
  primary key (account, seq)
);
create unique index ticket_events_by_key on ticket_events (account, key);
create index ticket_events_by_type on ticket_events (account, type, seq);

-- Where a subscriber stands in the events of one type: it has dealt with all of them up to `acked_to`.
create table event_cursors (
  account    text not null,
  subscriber text not null,
  type       text not null,
  acked_to   bigint not null,
  seen_at    timestamptz not null default clock_timestamp(),
  primary key (account, subscriber, type)
);

-- What it has dealt with beyond that, because an earlier event of another ticket still waits.
create table event_acks (
  account    text not null,
  subscriber text not null,
  type       text not null,
  seq        bigint not null,
  primary key (account, subscriber, seq)
);

-- Happenings that subscribers were told of, like `told` in the state; the timeline waits for an address, subscribers don't.
alter table ticket_states add column heard jsonb not null default '[]';
update ticket_states set heard = coalesce(state -> 'told', '[]');

-- Campaigns are known by their key: one that a program asks for may belong to no ticket.
alter table campaigns drop constraint campaigns_pkey;
alter table campaigns add primary key (account, event_key);
alter table campaigns alter column ticket_id drop not null;
create unique index campaigns_by_ticket on campaigns (account, ticket_id);

-- Campaigns that programs asked for, until they are sent or skipped.
create table campaign_requests (
  account    text not null,
  id         text not null,                      -- hash of what makes two calls the same: campaign and ticket, or the key that was given
  name       text not null,
  ticket_id  bigint,
  email_key  text,
  params     jsonb,                              -- gone once it is sent or skipped
  asked_at   timestamptz not null,
  status     text not null default 'asked',      -- asked | held | sent | skipped
  reason     text not null default '',
  until_at   timestamptz,
  settled_at timestamptz,
  primary key (account, id)
);
create index campaign_requests_held on campaign_requests (account, email_key) where status = 'held';
