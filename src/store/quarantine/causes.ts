import { latest } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import type { CauseCount } from './quarantine-types';

/** Rows that one statement looks at, some 30 ms: everybody without an address is among them. No record has nearly as many. */
const ROWS = 10_000;

/** See `Quarantine.causes`. In slices that end between two records, so that each record counts once; `rows` is for tests. */
export async function countCauses(db: Db, account: string, rows = ROWS): Promise<readonly CauseCount[]> {
  const causes = new Map<string, CauseCount>();
  let [kind, key] = ['', ''];
  for (;;) {
    const slice = await db.query<InSlice>(SLICE, [account, kind, key, rows]);
    const [first] = slice;
    if (first === undefined) break;
    [kind, key] = [first.lastKind, first.lastKey];
    for (const found of slice) {
      const of = `${found.cause}/${String(found.held)}`;
      causes.set(of, joined(causes.get(of), found));
    }
  }
  return [...causes.values()].sort(mostFirst);
}

/** A cause in one slice, with the record that the slice ends behind. */
interface InSlice extends CauseCount {
  readonly lastKind: string;
  readonly lastKey: string;
}

function joined(before: CauseCount | undefined, found: CauseCount): CauseCount {
  const { cause, held, records, entries, firstAt, lastAt } = found;
  if (before === undefined) return { cause, held, records, entries, firstAt, lastAt };
  return {
    cause,
    held,
    records: before.records + records,
    entries: before.entries + entries,
    firstAt: before.firstAt < firstAt ? before.firstAt : firstAt,
    lastAt: latest(before.lastAt, lastAt),
  };
}

function mostFirst(one: CauseCount, other: CauseCount): number {
  if (one.records !== other.records) return other.records - one.records;
  if (one.cause !== other.cause) return one.cause < other.cause ? -1 : 1;
  return Number(one.held) - Number(other.held);
}

// The last record of a full page may go on behind it, and comes with the next one. By the order of the key: without a limit the planner
// reads the whole table for each slice.
const SLICE = `with page as materialized (
  select kind, key, cause, held, first_at, last_at from quarantine
  where account = $1 and (kind, key) > ($2, $3) order by kind, key, step, cause, detail limit $4
), cut as materialized (
  select kind, key from page order by kind, key offset $4 - 1
), records as materialized (
  select kind, key, cause, held, count(*) as entries, min(first_at) as first_at, max(last_at) as last_at from page
  where (kind, key) not in (select kind, key from cut) group by kind, key, cause, held
), last as materialized (
  select kind, key from records order by kind desc, key desc limit 1
)
select cause, held, count(*) as records, sum(entries)::int as entries, min(first_at) as "firstAt", max(last_at) as "lastAt",
  (select kind from last) as "lastKind", (select key from last) as "lastKey"
from records group by cause, held`;
