-- Rules and macros of Gorgias by the events that tell of them, and since when each delivery is intended.

alter table timeline_events add column intended_at timestamptz not null default clock_timestamp();
create index timeline_events_by_change on timeline_events (account, (coalesce(settled_at, tried_at, intended_at)));

-- One run of a rule, or one use of a macro. By the event's id, so that reading it again counts nothing twice.
create table automation_runs (
  account   text not null,
  event_id  bigint not null,
  kind      text not null,                     -- rule | macro
  ref       text not null,                     -- the id of the rule or macro in Gorgias; its name where the event has no id
  name      text not null,
  at        timestamptz not null,
  context   text,                              -- shared by everything that one cause has led to
  failures  jsonb not null default '[]',       -- [{action, reason}]
  primary key (account, event_id)
);
create index automation_runs_by_time on automation_runs (account, at);
create index automation_runs_by_context on automation_runs (account, context) where context is not null;

create table automation_tickets (
  account   text not null,
  event_id  bigint not null,
  ticket_id bigint not null,
  told      boolean not null,                  -- true: nothing of it goes to the customer's timeline (any more)
  primary key (account, event_id, ticket_id)
);
create index automation_tickets_untold on automation_tickets (account, ticket_id) where not told;

-- Which ticket a causal chain was about: the event of a rule names only the rule. Kept as long as ids of feed events.
create table feed_contexts (
  account   text not null,
  context   text not null,
  ticket_id bigint not null,
  at        timestamptz not null,
  primary key (account, context, ticket_id)
);
create index feed_contexts_by_time on feed_contexts (account, at);
