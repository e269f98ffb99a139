-- What Brevo was told. One row for a contact, that is for an e-mail address; `due_at` marks those to look at again.

create table contacts (
  account      text not null,
  email_key    text not null,
  due_at       timestamptz,
  due_version  bigint not null default 0,      -- rises with every mark, so that a mark made while publishing is not lost
  hash         text,                           -- of the projection that was last sent
  lists        int[] not null default '{}',    -- lists that we have put the contact on
  process_id   bigint,                         -- Brevo import that still has to be confirmed
  alone        boolean not null default false, -- an import could not do it: written singly, where the answer names what is wrong
  published_at timestamptz,
  looked_at    timestamptz,                    -- when it was last published, found unchanged, or held back
  primary key (account, email_key)
);
create index contacts_due on contacts (account, email_key) where due_at is not null and process_id is null;
create index contacts_importing on contacts (account, process_id) where process_id is not null;

-- Brevo's own state of its contacts, read before lists and campaigns: consent, and lists that exclude each other.
create table brevo_contacts (
  account      text not null,
  email_key    text not null,
  id           bigint not null,
  blacklisted  boolean not null,
  unsubscribed int[] not null default '{}',
  lists        int[] not null default '{}',    -- lists that it is on, whoever put it there
  read_at      timestamptz not null default now(),
  primary key (account, email_key)
);

create table imports (
  account       text not null,
  process_id    bigint not null,
  contacts      int not null,
  list_id       int,                           -- import that only puts contacts on this list; null: one that holds its contacts
  state         text not null default 'running', -- running | completed | failed
  checks        int not null default 0,
  next_check_at timestamptz not null,
  sent_at       timestamptz not null default now(),
  primary key (account, process_id)
);

create table tag_lists (account text not null, tag text not null, list_id int not null, primary key (account, tag));

-- Records that could not be mapped or that a vendor refused, and values that were dropped, each with its reason.
create table quarantine (
  account  text not null,
  kind     text not null,                      -- customer | ticket | survey | message | contact
  key      text not null,                      -- the record's Gorgias id, never an e-mail
  step     text not null,                      -- read | map | publish | import
  cause    text not null,                      -- stable: no_email, invalid_email, phone_invalid, phone_clash, brevo.rejected, …
  detail   text not null default '',           -- attribute or field, never the value
  held     boolean not null,                   -- true: the whole record waits; false: only a value was dropped
  first_at timestamptz not null default now(),
  last_at  timestamptz not null default now(),
  times    int not null default 1,
  primary key (account, kind, key, step, cause, detail)
);
