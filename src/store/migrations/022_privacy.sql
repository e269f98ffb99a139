-- additive: tables that the release before does not know.
-- People who asked to be erased (spec 17), known by keyed hashes alone, and the keys that seal what Temporal keeps of a ticket or a campaign.

-- By which the hashes are made, sealed with the encryption key. It never changes, or nobody would be known again.
create table privacy_keys (
  account text primary key,
  sealed  text not null
);

create table erasures (
  account    text not null,
  person     text not null,                     -- hash of the address
  state      text not null default 'erasing',   -- erasing | erased | allowed
  brevo      boolean not null,                  -- the contact in Brevo is deleted too
  scope      jsonb,                             -- whom and what it is about: address and ids, until all is deleted; then null
  deleted    jsonb not null default '{}',       -- rows by table
  workflows  int not null default 0,            -- that ran for the person and were terminated
  shut_at    timestamptz not null default clock_timestamp(), -- from then on nothing of the person was taken in
  store_at   timestamptz,
  brevo_at   timestamptz,
  brevo_end  text,                              -- deleted | unknown: there was no such contact | refused
  erased_at  timestamptz,
  allowed_at timestamptz,
  primary key (account, person)
);

-- What is not taken in again: addresses, customers and tickets, each as its hash.
create table erased_keys (
  account text not null,
  hash    text not null,
  person  text not null,
  primary key (account, hash)
);
create index erased_keys_of_person on erased_keys (account, person);

-- Keys of histories, sealed with the encryption key. A history whose key is deleted opens for nobody any more.
create table history_keys (
  id      uuid primary key,
  account text not null,
  subject text not null,                        -- ticket/123, campaign/<id>
  sealed  text not null,
  made_at timestamptz not null default clock_timestamp()
);
create unique index history_keys_by_subject on history_keys (account, subject);
