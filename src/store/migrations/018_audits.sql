-- additive: tables that the release before does not know.
-- Audits: contacts read back from Brevo and compared with what they should be (decision 0016).

create table audits (
  account     text not null,
  audit_id    text not null,                    -- run id of the workflow that looked
  scope       text not null,                    -- sample | all
  wanted      int,                              -- contacts of a sample
  nightly     boolean not null,
  state       text not null default 'running',  -- running | completed | failed | cancelled
  position    jsonb not null,                   -- where it goes on; a slice that began elsewhere writes nothing
  contacts    int not null,                     -- to be looked at, as it began
  looked      int not null default 0,
  waiting     int not null default 0,           -- passed over: about to be written, or in an import
  differing   int not null default 0,
  requests    int not null default 0,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  primary key (account, audit_id)
);
create index audits_newest on audits (account, started_at);

create table audit_findings (
  account     text not null,
  audit_id    text not null,
  email_key   text not null,                    -- '': the Brevo account itself, or a contact that is none of ours
  about       text not null,                    -- attribute, or list; '': the contact
  kind        text not null,                    -- domain/audit/differences.ts
  customer_id bigint,
  has         text,                             -- what Brevo has, and what it should have; null: nothing
  should      text,
  state       text not null default 'open',     -- open | repaired | refused | superseded
  found_at    timestamptz not null default now(),
  settled_at  timestamptz,
  primary key (account, audit_id, email_key, about, kind)
);
create index audit_findings_of_contact on audit_findings (account, email_key, found_at) where email_key <> '';

-- How many contacts differ in what; under the kind `kept` how many hold an attribute as it should be.
create table audit_counts (
  account  text not null,
  audit_id text not null,
  kind     text not null,
  about    text not null,
  contacts int not null,
  primary key (account, audit_id, kind, about)
);

-- What was met under another address, before anybody knows whether its contact is missing.
create table audit_traces (
  account   text not null,
  audit_id  text not null,
  email_key text not null,
  kind      text not null,                      -- merged | readdressed
  primary key (account, audit_id, email_key, kind)
);

-- When the contact was last compared: what was right then, and was not written since, somebody else has changed.
alter table brevo_contacts add column audited_at timestamptz;
create index brevo_contacts_by_id on brevo_contacts (account, id);

-- A repair writes a part of a contact: what else was found of it then still stands.
alter table contacts add column whole_at timestamptz;

-- An import is carried out some time after it was sent: what Brevo changed until it was confirmed is our own doing.
alter table imports add column finished_at timestamptz;
create index imports_by_time on imports (account, sent_at);
