import type { AutomationFigures, AutomationReport, Csat } from './automation-types';
import type { Db } from '../database/connection';

/** What ran since, how often, on how many tickets, and how satisfied the customers of these and of the other tickets were. */
export async function automationReport(db: Db, account: string, since: string): Promise<AutomationReport> {
  const params = [account, since];
  const [all] = await db.query<TotalsRow>(TOTALS, params);
  const runs = await db.query<RunsRow>(RUNS, params);
  const touched = new Map((await db.query<TouchedRow>(TOUCHED, params)).map((row) => [keyOf(row), row]));
  const failures = await db.query<FailureRow>(FAILURES, params);
  const totals = all ?? { tickets: 0, responses: 0, scores: 0, alone: 0 };
  const automations = runs.map((run): AutomationFigures => {
    const own = touched.get(keyOf(run)) ?? { tickets: 0, responses: 0, scores: 0 };
    const { kind, id, name, firstAt, lastAt } = run;
    return {
      kind,
      id,
      name,
      firstAt,
      lastAt,
      runs: run.runs,
      tickets: own.tickets,
      ticketShare: totals.tickets === 0 ? 0 : own.tickets / totals.tickets,
      failures: failures
        .filter((failure) => keyOf(failure) === keyOf(run))
        .map(({ action, reason, times }) => ({ action, reason, times })),
      csatWith: csatOf(own),
      csatWithout: csatOf({ responses: totals.responses - own.responses, scores: totals.scores - own.scores }),
    };
  });
  return { activeTickets: totals.tickets, runsWithoutTicket: totals.alone, csat: csatOf(totals), automations };
}

interface Scores {
  readonly responses: number;
  readonly scores: number;
}

interface Of {
  readonly kind: AutomationFigures['kind'];
  readonly id: string;
}

type TotalsRow = Scores & { readonly tickets: number; readonly alone: number };
type RunsRow = Of & Pick<AutomationFigures, 'name' | 'runs' | 'firstAt' | 'lastAt'>;
type TouchedRow = Of & Scores & { readonly tickets: number };
type FailureRow = Of & AutomationFigures['failures'][number];

function keyOf({ kind, id }: Of): string {
  return `${kind}/${id}`;
}

function csatOf({ responses, scores }: Scores): Csat {
  return { responses, average: responses === 0 ? null : Math.round((scores / responses) * 100) / 100 };
}

// A ticket counts once for an automation however often it ran on it. Its score is that of its newest survey that was answered.
const WITHIN = `run as (
  select * from automation_runs where account = $1 and at >= $2::timestamptz
), pair as (
  select distinct r.kind, r.ref, t.ticket_id from run r
  cross join lateral (select ticket_id from automation_tickets where account = $1 and event_id = r.event_id offset 0) t
), active as (
  select id from tickets where account = $1 and updated_at >= $2::timestamptz and deleted_at is null and merged_into is null
  union select ticket_id from pair
), scored as (
  select distinct on (ticket_id) ticket_id, score from surveys
  where account = $1 and score is not null and ticket_id in (select id from active) order by ticket_id, scored_at desc nulls last, id desc
)`;

const TOTALS = `with ${WITHIN}
select (select count(*) from active) as tickets, (select count(*) from scored) as responses,
  (select coalesce(sum(score), 0) from scored) as scores,
  (select count(*) from run r where not exists (
    select 1 from automation_tickets where account = $1 and event_id = r.event_id)) as alone`;

const TOUCHED = `with ${WITHIN}
select p.kind, p.ref as id, count(*) as tickets, count(s.score) as responses, coalesce(sum(s.score), 0) as scores
from pair p left join scored s on s.ticket_id = p.ticket_id group by p.kind, p.ref`;

const RUNS = `select kind, ref as id, (array_agg(name order by at desc, event_id desc))[1] as name, count(*) as runs,
    min(at) as "firstAt", max(at) as "lastAt"
  from automation_runs where account = $1 and at >= $2::timestamptz group by kind, ref order by count(*) desc, kind, ref`;

const FAILURES = `select r.kind, r.ref as id, f.action, f.reason, count(*) as times
  from automation_runs r, jsonb_to_recordset(r.failures) as f(action text, reason text)
  where r.account = $1 and r.at >= $2::timestamptz
  group by r.kind, r.ref, f.action, f.reason order by count(*) desc, f.action, f.reason`;
