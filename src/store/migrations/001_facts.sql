-- What is known of one Gorgias account. Facts are upserted by page; nothing here is ever incremented, so a re-run changes nothing.

create table accounts (
  account        text primary key,             -- the subdomain: `yourstore`
  domain         text not null,
  email          text not null,
  gorgias_key    text not null,                -- sealed (AES-256-GCM, key id in front)
  brevo_key      text not null,                -- sealed
  state          text not null default 'connected',  -- connected | paused | refused
  state_reason   text,
  installed_at   timestamptz not null default now(),
  updated_at     timestamptz not null default now()
);

create table customers (
  account        text not null,
  id             bigint not null,
  email          text,
  email_lower    text,                         -- trimmed and lowered by us: servers differ in how they lower letters beyond ASCII
  channel_email  text,                         -- the same of the customer's channels, when Gorgias has no e-mail on the customer itself
  email_key      text generated always as (coalesce(email_lower, channel_email)) stored,
  name           text,
  firstname      text,
  lastname       text,
  language       text,
  timezone       text,
  note           text,
  external_id    text,
  custom_fields  jsonb not null default '{}',  -- custom-field id -> value
  phone          text,                         -- address of the preferred live phone channel, as Gorgias has it
  shop_values    jsonb not null default '{}',  -- dotted path of the mapping -> value
  detail_read_at timestamptz,                  -- when phone, channel_email and shop_values were read
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  seen_run       text,                         -- last complete walk that met this row
  deleted_at     timestamptz,                  -- tombstone: Gorgias answered 404
  merged_into    bigint,                       -- alias: Gorgias answered 301; never set together with deleted_at, never a chain
  primary key (account, id)
);
create index customers_by_email on customers (account, email_key);
create index customers_by_survivor on customers (account, merged_into) where merged_into is not null;

create table tickets (
  account          text not null,
  id               bigint not null,
  customer_id      bigint,
  status           text not null,
  channel          text not null,
  via              text not null,
  subject          text,
  assignee_user_id bigint,
  assignee_name    text,
  tags             text[] not null default '{}',
  spam             boolean not null default false,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  closed_at        timestamptz,
  snoozed_until    timestamptz,
  trashed_at       timestamptz,
  seen_run         text,
  deleted_at       timestamptz,
  merged_into      bigint,
  primary key (account, id)
);
create index tickets_by_customer on tickets (account, customer_id);
create index tickets_by_change on tickets (account, updated_at);

create table surveys (
  account        text not null,
  id             bigint not null,
  ticket_id      bigint not null,
  customer_id    bigint not null,
  score          int,
  comment        text,
  created_at     timestamptz not null,
  should_send_at timestamptz,
  sent_at        timestamptz,
  scored_at      timestamptz,
  seen_run       text,
  primary key (account, id)
);
create index surveys_by_customer on surveys (account, customer_id) where score is not null;

-- Only what response times need: who wrote when. No text.
create table messages (
  account    text not null,
  id         bigint not null,
  ticket_id  bigint not null,
  from_agent boolean not null,
  automated  boolean not null,                 -- sent by a rule or a bot
  sender_id  bigint,
  at         timestamptz not null,
  primary key (account, id)
);
create index messages_by_ticket on messages (account, ticket_id);

create table tags          (account text not null, id bigint not null, name text not null, primary key (account, id));
create table users         (account text not null, id bigint not null, name text not null, role text not null, primary key (account, id));
create table custom_fields (account text not null, id bigint not null, label text not null, data_type text not null, managed_type text, primary key (account, id));
