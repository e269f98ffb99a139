-- additive: tables that the release before does not know.
-- What a policy would have sent (spec 15): a report of its own, which nothing else reads.

create table rehearsals (
  account      text not null,
  id           text not null,                    -- first execution id of its workflow
  from_at      timestamptz not null,
  until_at     timestamptz not null,
  policy       jsonb,                            -- sections of tajo.yaml that were proposed instead of today's; null: none
  position     bigint not null default 0,        -- the last customer that was looked at, by id
  last_id      bigint not null,                  -- the highest when it began: how far it is, is told by it
  tally        jsonb not null,                   -- domain/rehearsal/tally.ts
  reach        jsonb,                            -- how far back the store reached, known at the end
  started_at   timestamptz not null default clock_timestamp(),
  finished_at  timestamptz,
  primary key (account, id)
);
create index rehearsals_by_start on rehearsals (account, started_at);

-- Each end of a ticket, as the policies would have answered it and as life did. Kept with its rehearsal.
create table rehearsed_ends (
  account      text not null,
  rehearsal_id text not null,
  ticket_id    bigint not null,
  closed_at    timestamptz not null,
  today        jsonb,                            -- null: nobody could know how it ended before it was undone
  proposed     jsonb,
  life         jsonb,                            -- null: nothing was decided
  cause        text,                             -- why life differs from today; null: it does not
  changed      boolean not null,                 -- the proposed policy decides otherwise than today's
  primary key (account, rehearsal_id, ticket_id, closed_at)
);
create index rehearsed_ends_changed on rehearsed_ends (account, rehearsal_id, ticket_id, closed_at) where changed;
create index rehearsed_ends_differing on rehearsed_ends (account, rehearsal_id, ticket_id, closed_at) where cause is not null;
