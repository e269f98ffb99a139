-- in steps
-- additive: an index that the release before does not need.
-- The newest of each cause that is set aside, where two hundred thousand people have no address.

drop index concurrently if exists quarantine_by_cause;
create index concurrently quarantine_by_cause on quarantine (account, cause, last_at desc, kind, key);
