import type { Db, RunTotals } from '../types';

/** What a run did so far. Nothing is counted while it runs: a repeated step would count twice. */
export async function runTotals(db: Db, account: string, runId: string): Promise<RunTotals> {
  const [row] = await db.query<RunTotals>(TOTALS, [account, runId]);
  return row ?? NOTHING;
}

const NOTHING: RunTotals = {
  requests: 0,
  pages: 0,
  rows: 0,
  published: 0,
  unchanged: 0,
  held: 0,
  enriched: 0,
  seconds: 0,
};

const TOTALS = `select
  coalesce((select takes from budgets b where b.account = r.account and b.bucket = 'gorgias'), 0) - r.takes_at as requests,
  w.pages, w.rows, k.published, k.unchanged,
  (select count(distinct (kind, key)) from quarantine q where q.account = r.account and q.held) as held,
  (select count(*) from customers c where c.account = r.account and c.detail_read_at >= r.started_at) as enriched,
  round(extract(epoch from coalesce(r.finished_at, clock_timestamp()) - r.started_at))::int as seconds
from runs r
cross join lateral (
  select coalesce(sum((walk->>'pages')::bigint), 0)::bigint as pages, coalesce(sum((walk->>'rows')::bigint), 0)::bigint as rows
  from walks where account = r.account and run_id = r.run_id
) w
cross join lateral (
  select count(*) filter (where published_at >= r.started_at) as published,
    count(*) filter (where hash is not null and looked_at >= r.started_at and published_at < r.started_at) as unchanged
  from contacts where account = r.account
) k
where r.account = $1 and r.run_id = $2`;
