-- What a contact may hold from us beside its lists, and what an account's Brevo was seen to do with values (design D18).

alter table contacts
  add column sent text[] not null default '{}',     -- attributes that Brevo may hold from us: noted before they are sent, like lists
  add column clearing text[] not null default '{}'; -- attributes that the import in process_id empties

create table brevo_proofs (
  account   text not null,
  subject   text not null,                      -- import date, import boolean, clear float, clear by import, …
  holds     boolean not null,                   -- false: Brevo answers 2xx and does something else
  proved_at timestamptz not null default clock_timestamp(),
  primary key (account, subject)
);

-- Of the rules that contacts were last made up by: when tajo.yaml makes them up otherwise, all are looked at again.
alter table accounts add column rules_digest text;
