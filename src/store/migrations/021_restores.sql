-- additive: a table that the release before does not know.
-- When the database was restored from a backup: what happened before may have been sent by the database that was lost.

create table restores (
  restored_at timestamptz primary key default clock_timestamp()
);
