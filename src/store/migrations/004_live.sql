-- Live: what is known of each watched ticket, what was told of it, and what it has caused.

create table ticket_states (
  account         text not null,
  ticket_id       bigint not null,
  state           jsonb not null,                -- domain/ticket/state.ts; times, numbers and ids only
  phase           text not null default 'unknown', -- domain/ticket/summary.ts
  stage           text not null default 'open',  -- open | waiting | held | ended
  outcome         text,
  sentence        text not null default '',
  waiting_until   timestamptz,
  read_updated_at timestamptz,                   -- `updated_at` of the newest read
  asked_at        timestamptz,                   -- newest fact that is a reason to look at the ticket
  looked_at       timestamptz,                   -- when the last look began
  signalled_at    timestamptz,                   -- when its workflow was last told to look
  held_by         bigint,                        -- stage held: the ticket whose end is awaited
  undelivered     boolean not null default false, -- timeline events wait for an e-mail address
  primary key (account, ticket_id)
);
create index ticket_states_asked on ticket_states (account, ticket_id) where looked_at is null or asked_at > looked_at;
create index ticket_states_open on ticket_states (account, ticket_id) where stage <> 'ended';
create index ticket_states_held on ticket_states (account, held_by) where held_by is not null;
create index tickets_open on tickets (account, id) where status <> 'closed' or snoozed_until is not null;
create index customers_by_creation on customers (account, created_at);
create index surveys_by_ticket on surveys (account, ticket_id);

-- Timeline events, each with a deterministic key: written before it is sent, so that it is never sent under another one.
create table timeline_events (
  account     text not null,
  key         text not null,                     -- account/ticket/kind/ordinal
  ticket_id   bigint,                            -- null: the event is about the customer
  customer_id bigint,
  email_key   text not null,
  name        text not null,                     -- of the event in Brevo
  happened_at timestamptz not null,
  properties  jsonb,                             -- gone once it is sent
  state       text not null default 'due',       -- due | sending | sent | refused
  reason      text,
  tried_at    timestamptz,                       -- the last request; its answer may have been lost
  settled_at  timestamptz,
  primary key (account, key)
);
create index timeline_events_unsettled on timeline_events (account, ticket_id) where state in ('due', 'sending');
create index timeline_events_by_ticket on timeline_events (account, ticket_id);

-- The one campaign that a ticket ever causes, from the intent on.
create table campaigns (
  account     text not null,
  ticket_id   bigint not null,
  name        text not null,
  send        jsonb not null,                    -- {event} | {templateId} | {listId}
  params      jsonb,                             -- gone once it is settled
  customer_id bigint,
  email_key   text not null,
  event_key   text not null,
  mail_key    text not null,                     -- UUID, Brevo's idempotency key
  state       text not null default 'intended',  -- intended | sending | sent | refused | unknown
  reason      text,
  intended_at timestamptz not null,
  tried_at    timestamptz,                       -- the first request
  settled_at  timestamptz,
  primary key (account, ticket_id)
);
create index campaigns_by_contact on campaigns (account, email_key, intended_at);

-- What the policy said of each end of a ticket, with every rule that spoke.
create table decisions (
  account    text not null,
  ticket_id  bigint not null,
  closed_at  timestamptz not null,
  decided_at timestamptz not null,
  asked_at   timestamptz not null,
  outcome    text not null,
  score      int,
  campaign   text,
  kind       text not null,                      -- send | wait | held | skip
  why        text not null,
  until_at   timestamptz,
  rules      jsonb not null,
  primary key (account, ticket_id, closed_at)
);

-- What was heard of a ticket, when and from where: the story that `tajo why` tells.
create table ticket_notes (
  account   text not null,
  ticket_id bigint not null,
  at        timestamptz not null,
  source    text not null,                       -- webhook | feed | list | sdk | read
  note      text not null,
  primary key (account, ticket_id, at, source, note)
);

-- Ids of feed events that were taken in, as far back as the feed is read again.
create table feed_seen (account text not null, id bigint not null, at timestamptz not null, primary key (account, id));
create index feed_seen_by_time on feed_seen (account, at);
