-- Where the runs stand. A position is written in the same transaction as the page's facts, so a crash repeats at most one page.

create table runs (
  account     text not null,
  run_id      text not null,                   -- first execution id of the workflow: stays over continue-as-new
  type        text not null,                   -- full | incremental
  request     jsonb not null,                  -- resources, since, page size, dry run
  state       text not null default 'running', -- running | completed | failed | cancelled
  started_at  timestamptz not null default now(),
  takes_at    bigint not null default 0,       -- Gorgias requests granted before the run began
  finished_at timestamptz,
  totals      jsonb not null default '{}',
  primary key (account, run_id)
);

create table walks (
  account   text not null,
  run_id    text not null,
  resource  text not null,
  walk      jsonb not null,                    -- domain/walk.ts: order, cursor, position, floor, counts
  done      boolean not null default false,
  primary key (account, run_id, resource)
);

create table watermarks (
  account  text not null,
  resource text not null,
  at       timestamptz not null,               -- everything changed before this moment is known
  primary key (account, resource)
);

-- One row for an account and a group of endpoints; see store/budget.ts.
create table budgets (
  account       text not null,
  bucket        text not null,                  -- gorgias | brevo.contacts | brevo.events | brevo.others | …
  size_capacity double precision not null,      -- as configured
  capacity      double precision not null,      -- the same, or less when the vendor says so
  per_second    double precision not null,
  level         double precision not null,      -- requests that may be made now; below zero when the vendor counted more than we did
  refilled_at   timestamptz not null,
  closed_until  timestamptz,                    -- Retry-After: nobody goes before
  takes         bigint not null default 0,      -- requests granted, ever
  granted       boolean not null default false, -- what the newest take was told
  -- Level after each of the last grants, newest first, less `shift`: a header is compared with the level of its own request.
  history       double precision[] not null default '{}',
  shift         double precision not null default 0,  -- sum of all corrections and changes of size
  primary key (account, bucket)
);
