-- What moves silently in Gorgias (spec 5a), and whom marketing waits for (spec 5b).

-- The walk through what no list and no event tells of; its positions are in `walks`, by `id`.
create table sweeps (
  account     text primary key,
  id          text not null,
  part        text not null,                   -- what is walked now: store/sync/sweeps.ts
  position    bigint not null default 0,       -- in a part that is no list of Gorgias
  failures    int not null default 0,          -- slices of this part that failed in a row for no reason that passes by itself
  started_at  timestamptz not null,
  finished_at timestamptz                      -- null: under way
);

-- Records that changed without a date: tickets whose tag was merged away, customers whom another was merged into.
create table records_to_read (
  account text not null,
  kind    text not null,                       -- ticket | customer
  id      bigint not null,
  primary key (account, kind, id)
);

-- Since when the ticket is open or snoozed without a break: its creation, or the change by which it was seen open again; null: it is closed.
alter table tickets add column open_since timestamptz;
update tickets set open_since = created_at where status <> 'closed' or snoozed_until > clock_timestamp();
create index tickets_by_opening on tickets (account, open_since) where open_since is not null;
create index tickets_by_snooze on tickets (account, snoozed_until) where snoozed_until is not null;
