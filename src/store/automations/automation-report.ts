import type { AutomationFigures, AutomationReport, FailedActions } from './automation-types';
import { csatOf, type Scores, WITHIN } from './tickets-within';
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
        .map(({ action, reason, times, tickets }) => ({ action, reason, times, tickets: lastTen(tickets) })),
      csatWith: csatOf(own),
      csatWithout: csatOf({ responses: totals.responses - own.responses, scores: totals.scores - own.scores }),
    };
  });
  return { activeTickets: totals.tickets, runsWithoutTicket: totals.alone, csat: csatOf(totals), automations };
}

interface Of {
  readonly kind: AutomationFigures['kind'];
  readonly id: string;
}

type TotalsRow = Scores & { readonly tickets: number; readonly alone: number };
type RunsRow = Of & Pick<AutomationFigures, 'name' | 'runs' | 'firstAt' | 'lastAt'>;
type TouchedRow = Of & Scores & { readonly tickets: number };
type FailureRow = Of & FailedActions;

/** Most times it is the same few tickets again. */
function lastTen(tickets: readonly number[]): readonly number[] {
  return [...new Set(tickets)].slice(0, 10);
}

function keyOf({ kind, id }: Of): string {
  return `${kind}/${id}`;
}

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

const FAILURES = `select r.kind, r.ref as id, f.action, f.reason, count(*) as times,
    coalesce(jsonb_agg(t.id order by r.at desc, r.event_id desc) filter (where t.id is not null), '[]') as tickets
  from automation_runs r
  cross join lateral jsonb_to_recordset(r.failures) as f(action text, reason text)
  left join lateral (select min(ticket_id) as id from automation_tickets where account = $1 and event_id = r.event_id offset 0) t on true
  where r.account = $1 and r.at >= $2::timestamptz and r.failures <> '[]'
  group by r.kind, r.ref, f.action, f.reason order by count(*) desc, f.action, f.reason`;
