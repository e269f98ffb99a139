import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';

/** Rows of each list that one statement looks at: some 50 ms. */
const ROWS = 2_000;

/** Time is walked downwards: from `below` (exclusive; null: from the newest) to `floor` (inclusive). */
export interface Stretch {
  readonly below: Timestamp | null;
  readonly floor: Timestamp;
}

export interface ActivePage {
  /** Live customers whose details were not read since `readSince`, latest activity first. One may come again with an older page. */
  readonly ids: readonly number[];
  /** Where the next page begins; null: the floor is reached. */
  readonly below: Timestamp | null;
}

/** A page of the customers by their activity: their own change or that of one of their tickets. */
export async function activePage(
  db: Db,
  account: string,
  { below, floor, readSince }: Stretch & { readonly readSince: Timestamp },
): Promise<ActivePage> {
  return onlyRow(await db.query<ActivePage>(PAGE, [account, below ?? 'infinity', floor, readSince, ROWS]));
}

// Each list newest first, and only down to where the shorter one of two full pages ends: below that the other one is not known.
const newest = (table: string, id: string): string => `(
  select ${id} as id, updated_at as at from ${table}
  where account = $1 and updated_at < $2::timestamptz and updated_at >= $3::timestamptz
  order by updated_at desc fetch first ${String(ROWS)} rows with ties
)`;

const PAGE = `with t as materialized ${newest('tickets', 'customer_id')}, c as materialized ${newest('customers', 'id')}, edge as (
  select max(at) as at from (
    select min(at) as at from t having count(*) >= $5
    union all select min(at) from c having count(*) >= $5
  ) e
), active as (
  select id, max(at) as at from (select * from t union all select * from c) a
  where id is not null and at >= coalesce((select at from edge), '-infinity') group by id
)
select (select at from edge) as below, coalesce((
  select json_agg(a.id order by a.at desc, a.id desc) from active a
  cross join lateral (
    select 1 from customers where account = $1 and id = a.id and deleted_at is null and merged_into is null
      and (detail_read_at is null or detail_read_at < $4::timestamptz) offset 0
  ) k
), '[]') as ids`;
