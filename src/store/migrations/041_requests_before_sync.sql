-- additive: the release before leaves it empty.
-- Requests that were granted before a full sync asked for tags, agents and fields: those come before its run is known, and are its own.
alter table accounts add column requests_before_sync bigint;
