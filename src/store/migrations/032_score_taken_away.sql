-- additive: a column that the release before does not know. Adding it rewrites nothing.

-- When the row was read as it stands: a score is taken away only by a read that is clearly later.
alter table surveys add column read_at timestamptz;
