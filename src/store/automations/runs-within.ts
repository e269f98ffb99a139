import { type OpenPeriod, partsSince } from '../../domain/period/period';
import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';
import type { AutomationFigures, FailedActions } from './automation-types';

export interface Asked {
  readonly account: string;
  readonly since: Timestamp;
}

/** What one rule or macro did since. */
export interface RunsOfOne extends Pick<AutomationFigures, 'kind' | 'id' | 'name' | 'runs' | 'firstAt' | 'lastAt'> {
  /** On which tickets it ran, and how often on each. */
  readonly tickets: ReadonlyMap<number, number>;
  /** Runs whose ticket no event names. */
  readonly alone: number;
}

type RunsRow = Omit<RunsOfOne, 'tickets'> & {
  /** Of each run. */
  readonly tickets: readonly (readonly number[])[];
};

/** All rules and macros that ran since, those that ran most first: a day of runs at a time, so that no statement grows with what is asked for. */
export async function runsWithin(db: Db, asked: Asked): Promise<readonly RunsOfOne[]> {
  const found = new Map<string, RunsOfOne & { readonly tickets: Map<number, number> }>();
  for (const part of await partsOfRuns(db, asked)) {
    for (const { tickets, ...row } of await db.query<RunsRow>(RUNS, part)) {
      const newer = found.get(keyOf(row)) ?? { ...row, tickets: new Map<number, number>(), runs: 0, alone: 0 };
      for (const id of tickets.flat()) newer.tickets.set(id, (newer.tickets.get(id) ?? 0) + 1);
      const { runs, alone } = { runs: newer.runs + row.runs, alone: newer.alone + row.alone };
      found.set(keyOf(row), { ...newer, runs, alone, firstAt: row.firstAt });
    }
  }
  return inOrder([...found.values()], keyOf, ({ runs }) => runs);
}

type FailuresOfOne = FailedActions & Pick<AutomationFigures, 'kind' | 'id'>;

/** What failed since, of each rule and macro by {@link keyOf}: the most frequent first. */
export async function failuresWithin(db: Db, asked: Asked): Promise<ReadonlyMap<string, readonly FailedActions[]>> {
  const found = new Map<string, FailuresOfOne>();
  for (const part of await partsOfRuns(db, asked)) {
    for (const row of await db.query<FailuresOfOne>(FAILURES, part)) {
      const key = JSON.stringify([row.kind, row.id, row.action, row.reason]);
      const newer = found.get(key) ?? { ...row, times: 0, tickets: [] };
      const tickets = [...new Set([...newer.tickets, ...row.tickets])].slice(0, MOST_TICKETS);
      found.set(key, { ...newer, times: newer.times + row.times, tickets });
    }
  }
  const byAutomation = new Map<string, FailedActions[]>();
  for (const { kind, id, ...failure } of inOrder([...found.values()], nameOf, ({ times }) => times)) {
    const key = keyOf({ kind, id });
    byAutomation.set(key, [...(byAutomation.get(key) ?? []), failure]);
  }
  return byAutomation;
}

/** Most times it is the same few tickets again. */
const MOST_TICKETS = 10;

export function keyOf({ kind, id }: Pick<AutomationFigures, 'kind' | 'id'>): string {
  return `${kind}/${id}`;
}

function nameOf({ action, reason }: FailedActions): string {
  return `${action}\0${reason}`;
}

/** The most frequent first, those of one number by their names. */
function inOrder<Row>(rows: readonly Row[], name: (row: Row) => string, times: (row: Row) => number): readonly Row[] {
  return [...rows].sort((one, other) => {
    if (times(one) !== times(other)) return times(other) - times(one);
    return name(one) < name(other) ? -1 : 1;
  });
}

/** As {@link RUNS} and {@link FAILURES} are asked. */
async function partsOfRuns(db: Db, asked: Asked): Promise<readonly (readonly unknown[])[]> {
  return (await daysSince(db, asked)).map(({ from, to }) => [asked.account, from, to]);
}

/**
 * The days since, the newest first. In a shop with five million tickets some 2,700 change a day, and as many runs are told of: every one is
 * looked up with what hangs on it.
 */
export async function daysSince(db: Db, { since }: Asked): Promise<readonly OpenPeriod[]> {
  const { now } = onlyRow(await db.query<{ now: Timestamp }>('select clock_timestamp() as now'));
  return partsSince({ from: since, to: now }, 1);
}

const OF_PART = `account = $1 and at >= $2::timestamptz and ($3::timestamptz is null or at < $3::timestamptz)`;

const RUNS = `select kind, ref as id, (array_agg(name order by at desc, event_id desc))[1] as name, count(*)::int as runs,
    min(at) as "firstAt", max(at) as "lastAt", (count(*) filter (where tickets is null))::int as alone,
    coalesce(json_agg(tickets) filter (where tickets is not null), '[]') as tickets
  from (select * from automation_runs where ${OF_PART}) r
  cross join lateral (select array_agg(ticket_id) as tickets from automation_tickets where account = $1 and event_id = r.event_id) t
  group by kind, ref`;

const FAILURES = `select r.kind, r.ref as id, f.action, f.reason, count(*)::int as times,
    coalesce(json_agg(t.id order by r.at desc, r.event_id desc) filter (where t.id is not null), '[]') as tickets
  from (select * from automation_runs where ${OF_PART} and failures <> '[]') r
  cross join lateral jsonb_to_recordset(r.failures) as f(action text, reason text)
  cross join lateral (select min(ticket_id) as id from automation_tickets where account = $1 and event_id = r.event_id) t
  group by r.kind, r.ref, f.action, f.reason`;
