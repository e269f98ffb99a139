import type { Walk } from '../../domain/sync/walk';
import type { Position, RunRow, Runs, RunTotals } from '../types';
import type { Db } from '../database/connection';
import { jsonText } from '../database/values';
import type { Timestamp } from '../../domain/timestamp';
import { READS_ALL, WRITES } from './whole-sync';

export function createRuns(db: Db): Runs {
  return {
    readsReference: async (account) => {
      await db.query(READS_REFERENCE, [account]);
    },
    begin: async (account, { runId, type, request }) => {
      const [row] = await db.query<{ startedAt: Timestamp }>(BEGIN, [account, runId, type, jsonText(request)]);
      if (row === undefined) throw new Error('a run that was just written is not there');
      return row;
    },
    finish: async (account, runId, { state, totals }) => {
      await db.query(FINISH, [account, runId, state, jsonText(totals)]);
    },
    touch: async (account, runId) => {
      await db.query('update runs set alive_at = clock_timestamp() where account = $1 and run_id = $2', [
        account,
        runId,
      ]);
    },
    isAlive: async (account, runId) => {
      const sql = `select 1 from runs where account = $1 and run_id = $2 and state = 'running' and alive_at > ${DEAD_AFTER}`;
      return (await db.query(sql, [account, runId])).length > 0;
    },
    totals: (account, runId) => runTotals(db, account, runId),
    find: async (account, runId) =>
      (await db.query<RunRow>(`${RUNS} and run_id = $3`, [account, null, runId]))[0] ?? null,
    last: async (account, type) => (await db.query<RunRow>(LAST, [account, type ?? null]))[0] ?? null,
    lastCompleted: async (account, { dry = false } = {}) =>
      (await db.query<RunRow>(LAST_COMPLETED, [account, null, dry]))[0] ?? null,
    lastWhole: async (account, { dry = false } = {}) =>
      (await db.query<RunRow>(LAST_WHOLE, [account, 'full', dry]))[0] ?? null,
    forgetOld: async (account) => {
      await db.query(FORGET_OLD, [account]);
    },
    walk: async (account, runId, resource) => {
      const sql = 'select walk, done from walks where account = $1 and run_id = $2 and resource = $3';
      return (await db.query<{ walk: Walk; done: boolean }>(sql, [account, runId, resource]))[0] ?? null;
    },
    saveWalk: (account, position) => saveWalk(db, account, position),
    watermark: async (account, resource) => {
      const sql = 'select at from watermarks where account = $1 and resource = $2';
      return (await db.query<{ at: Timestamp }>(sql, [account, resource]))[0]?.at ?? null;
    },
    setWatermark: async (account, resource, at) => {
      await db.query(SET_WATERMARK, [account, resource, at]);
    },
  };
}

/** Writes where a walk stands; `tx` is the transaction of the page that brought it there. */
export async function saveWalk(tx: Db, account: string, { runId, resource, walk }: Position): Promise<void> {
  await tx.query(SAVE_WALK, [account, runId, resource, jsonText(walk), walk.done]);
}

const DEAD_AFTER = `clock_timestamp() - interval '15 minutes'`;

/** Requests to Gorgias that were granted so far. */
const TAKES = `coalesce((select takes from budgets where account = $1 and bucket = 'gorgias'), 0)`;

const READS_REFERENCE = `update accounts set requests_before_sync = ${TAKES} where account = $1`;

// The update changes nothing; without it a row that exists already would not be returned.
const BEGIN = `with before as (select requests_before_sync as takes from accounts where account = $1 and $3 = 'full'), used as (
  update accounts set requests_before_sync = null where account = $1 and $3 = 'full' and requests_before_sync is not null
)
insert into runs as r (account, run_id, type, request, takes_at)
  values ($1, $2, $3, $4::jsonb, coalesce((select takes from before), ${TAKES}))
  on conflict (account, run_id) do update set started_at = r.started_at returning started_at as "startedAt"`;

// A run ends once: a repeated call keeps the first moment. Nobody asks any more where its walks stood.
const FINISH = `with walked as (
  delete from positions where account = $1 and walk like '%/' || $2
), enriched as (
  delete from enrichment where account = $1 and run_id = $2
)
update runs set state = $3, totals = $4::jsonb, finished_at = coalesce(finished_at, now())
  where account = $1 and run_id = $2`;

const RUNS = `select run_id as "runId", type, state, started_at as "startedAt", finished_at as "finishedAt", totals, not ${WRITES} as "dryRun"
  from runs where account = $1 and ($2::text is null or type = $2)`;

const LAST = `${RUNS} order by started_at desc limit 1`;

const COMPLETED = `${RUNS} and state = 'completed' and ($3::boolean or ${WRITES})`;
const NEWEST_COMPLETED = 'order by finished_at desc limit 1';
const LAST_COMPLETED = `${COMPLETED} ${NEWEST_COMPLETED}`;
const LAST_WHOLE = `${COMPLETED} and ${READS_ALL} ${NEWEST_COMPLETED}`;

const FORGET_OLD = `with old as (
  delete from runs where account = $1 and type = 'incremental' and state <> 'running' and started_at < now() - interval '1 hour'
    and run_id not in (select run_id from runs where account = $1 order by started_at desc limit 5)
  returning run_id
) delete from walks where account = $1 and run_id in (select run_id from old)`;

const SAVE_WALK = `insert into walks (account, run_id, resource, walk, done) values ($1, $2, $3, $4::jsonb, $5)
  on conflict (account, run_id, resource) do update set walk = excluded.walk, done = excluded.done`;

const SET_WATERMARK = `insert into watermarks as w (account, resource, at) values ($1, $2, $3::timestamptz)
  on conflict (account, resource) do update set at = greatest(w.at, excluded.at)`;

/** What a run did so far. Nothing is counted while it runs: a repeated step would count twice. */
async function runTotals(db: Db, account: string, runId: string): Promise<RunTotals> {
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

// Each figure by its index. Whoever was published was looked at then, or later.
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
    count(*) filter (where published_at < r.started_at) as unchanged
  from contacts where account = r.account and hash is not null and looked_at >= r.started_at
) k
where r.account = $1 and r.run_id = $2`;
