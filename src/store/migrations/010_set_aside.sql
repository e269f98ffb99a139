-- What a vendor could not answer about one record for itself is tried again by itself; what it refuses waits for a person (design D15).

alter table quarantine add column retry_at timestamptz;   -- null: only a person, or a complete sync, tries it again
create index quarantine_due on quarantine (account, retry_at) where retry_at is not null;

-- A run whose workflow was terminated says so to nobody: what has done nothing for long is not taken for running (case B17).
alter table runs add column alive_at timestamptz not null default clock_timestamp();
