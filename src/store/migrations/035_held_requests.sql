-- additive: a column that the release before does not know. Adding it rewrites nothing.

-- The ticket whose end a program's campaign waits for: when it becomes another's, nobody else knows whom to wake.
alter table campaign_requests add column held_by bigint;
