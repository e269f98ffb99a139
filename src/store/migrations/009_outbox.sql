-- The outbox (docs/decisions/outbox.md): everything that is told to Brevo about a person has one state machine and one sender.

create table outbox (
  account        text not null,
  key            text not null,                   -- account/ticket/kind/ordinal, account/ticket/campaign/1, account/asked/id, …
  kind           text not null,                   -- timeline | campaign
  ticket_id      bigint,                          -- null: a customer's event, or a campaign that belongs to no ticket
  customer_id    bigint,
  email_key      text not null,
  name           text not null,                   -- of the event in Brevo, or of the campaign
  send           jsonb,                           -- campaign: {event} | {templateId} | {listId}
  params         jsonb,                           -- what it says; gone once it is settled, but for a refused event
  mail_key       text,                            -- campaign: UUID, Brevo's idempotency key
  happened_at    timestamptz not null,
  intended_at    timestamptz not null default clock_timestamp(),
  expires_at     timestamptz,                     -- what could not leave by then is given up; null: never
  state          text not null default 'intended',-- intended | sending | sent | refused | unknown | given_up
  reason         text,
  token          uuid,                            -- sending: the attempt whose request may be on the wire; only it may settle
  unsure         boolean not null default false,  -- an earlier attempt may have been carried out
  first_tried_at timestamptz,                     -- the first request whose outcome is not known to be nothing
  tried_at       timestamptz,                     -- the last one
  settled_at     timestamptz,
  gate           text,                            -- why the last attempt was not let through
  gate_at        timestamptz,
  due_at         timestamptz,                     -- when to try again by itself; null: as soon as somebody comes by
  waits_for      text,                            -- account_holds.scope that keeps it back
  primary key (account, key)
);
create index outbox_by_ticket on outbox (account, ticket_id);
create index outbox_unsettled on outbox (account, ticket_id) where state in ('intended', 'sending');
create index outbox_campaigns on outbox (account, email_key) where kind = 'campaign';
create index outbox_by_change on outbox (account, (greatest(settled_at, tried_at, gate_at, intended_at)));

insert into outbox (account, key, kind, ticket_id, customer_id, email_key, name, params, happened_at, intended_at, state, reason,
    unsure, first_tried_at, tried_at, settled_at)
  select account, key, 'timeline', ticket_id, customer_id, email_key, name, properties, happened_at, intended_at,
    case state when 'due' then 'intended' else state end, reason, state = 'sending', tried_at, tried_at, settled_at
  from timeline_events;

-- What was undone by us was settled as refused, with a sentence instead of Brevo's code.
insert into outbox (account, key, kind, ticket_id, customer_id, email_key, name, send, params, mail_key, happened_at, intended_at,
    expires_at, state, reason, unsure, first_tried_at, tried_at, settled_at)
  select account, event_key, 'campaign', ticket_id, customer_id, email_key, name, send, params, mail_key, intended_at, intended_at,
    intended_at + interval '3 days',
    case when state = 'refused' and reason not like 'brevo.%' then 'given_up' else state end, reason,
    state = 'sending', tried_at, tried_at, settled_at
  from campaigns;

drop table timeline_events;
drop table campaigns;

-- What should have happened by itself and has not is found by its time.
create index ticket_states_waiting on ticket_states (account, waiting_until) where waiting_until is not null;
create index decisions_pending on decisions (account, until_at) where kind in ('wait', 'held');
create index campaign_requests_open on campaign_requests (account, asked_at) where status in ('asked', 'held');

-- Campaigns that programs asked for: when their workflow was last woken because nobody else had.
alter table campaign_requests add column signalled_at timestamptz;

alter table ticket_states add column seen_at timestamptz;        -- when the newest look began that Gorgias has answered
alter table ticket_states add column stood_at timestamptz;       -- when all that follows from a look was done; before looked_at: it was not
update ticket_states set stood_at = clock_timestamp();
create index ticket_states_unfinished on ticket_states (account, ticket_id) where stood_at is null or stood_at < looked_at;
alter table ticket_states add column undelivered_key text;       -- the address that its events cannot be told to; null: there was none

-- What an account may do, asked before each request to a vendor.
alter table accounts add column enabled boolean not null default true;      -- `enabled` of tajo.yaml, as the last start had it
alter table accounts add column tell_from timestamptz;                      -- nothing that happened before is told or mailed
update accounts set tell_from = installed_at;
alter table accounts alter column tell_from set default clock_timestamp();
alter table accounts alter column tell_from set not null;
alter table accounts add column sandbox boolean not null default false;     -- made-up vendors stand behind it
-- Until now only the name that the sandbox' owner signs in with told it; from now on nothing is judged by it.
update accounts set sandbox = true where email = 'owner@store.example.com';
alter table accounts add column brevo_identity text;                        -- of the Brevo account that the publications are in
alter table accounts add column brevo_key_digest text;                      -- of the key that the identity was read with

-- Since when each event of `event_mapping` is known: what happened before nobody had a name for, and is not told.
create table told_since (account text not null, event text not null, since timestamptz not null, primary key (account, event));
-- Lines that were in use go on; every other one counts from the next start on.
insert into told_since (account, event, since)
  select distinct t.account, m.event, a.tell_from
  from outbox t
  join accounts a on a.account = t.account
  join (values ('/opened/', 'ticket.created'), ('/resolved/', 'ticket.closed'), ('/reopened/', 'ticket.reopened'),
    ('/survey_sent/', 'satisfaction_survey.created'), ('/survey_answered/', 'satisfaction_survey.responded'),
    ('/customer/', 'customer.created'), ('/rule/', 'rule.executed'), ('/macro/', 'macro.applied')) m (part, event)
    on position(m.part in t.key) > 0
  where t.kind = 'timeline'
  union all
  select account, '', tell_from from accounts;

-- Something that a person must mend in a vendor's account: everybody waits for one probe.
create table account_holds (
  account  text not null,
  scope    text not null,                         -- gorgias | brevo | brevo POST /smtp/email | …
  code     text not null,                         -- domain/errors.ts
  message  text not null,
  since    timestamptz not null default clock_timestamp(),
  probe_at timestamptz not null,                  -- whoever asks first after this may try
  primary key (account, scope)
);

-- Requests that write to Brevo and may be on the wire: a pause waits for them.
create table departures (
  account    text not null,
  token      uuid not null,
  entered_at timestamptz not null default clock_timestamp(),
  primary key (account, token)
);
