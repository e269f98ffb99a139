import type { Db } from '../database/connection';
import type { Lane } from './lane';

/** What a lane asked of Gorgias in one minute. */
export interface LaneMinute {
  readonly lane: Lane;
  /** How many minutes ago, 0 to 59; 0 is under way. */
  readonly ago: number;
  readonly requests: number;
  /** How often it had to wait for its turn. */
  readonly waits: number;
}

export interface LaneUse {
  /** Of the last hour, by the database's clock; minutes without anything are left out. */
  lastHour(account: string): Promise<readonly LaneMinute[]>;
}

/** The rows are written by the statement that takes a request ({@link COUNT_TAKE}). */
export function createLaneUse(db: Db): LaneUse {
  return { lastHour: (account) => db.query<LaneMinute>(LAST_HOUR, [account]) };
}

/**
 * Counts what was `taken` (columns `account`, `lane`, `now`, `granted`). The minute's row of an hour ago is written over, so there are never
 * more than sixty of a lane. The account's bucket is locked by then: nobody else counts for it.
 */
export const COUNT_TAKE = `insert into lane_use as u (account, lane, slot, minute, requests, waits)
  select account, lane, extract(minute from now at time zone 'UTC'), date_trunc('minute', now), granted::int, (not granted)::int
  from taken where lane is not null
  on conflict (account, lane, slot) do update set minute = excluded.minute,
    requests = excluded.requests + case when u.minute = excluded.minute then u.requests else 0 end,
    waits = excluded.waits + case when u.minute = excluded.minute then u.waits else 0 end`;

const LAST_HOUR = `select lane, (extract(epoch from date_trunc('minute', now) - minute) / 60)::int as ago, requests, waits
  from lane_use, (select clock_timestamp() as now offset 0) t
  where account = $1 and minute > date_trunc('minute', now) - interval '60 minutes' and minute <= date_trunc('minute', now)`;
