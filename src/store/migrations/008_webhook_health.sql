-- How the webhooks of each account fare: what tells an operator that they fail, or have fallen silent.
create table webhook_health (
  account        text primary key,
  accepted_at    timestamptz,                    -- the newest that was accepted
  refusals       int not null default 0,         -- in a row since then
  refused_at     timestamptz,
  refused_status int,                            -- HTTP status of the newest refusal
  told           text                            -- failing | silent: what the log has told of already
);
