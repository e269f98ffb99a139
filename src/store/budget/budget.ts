import type { Db } from '../database/connection';
import type { Lane } from './lane';
import { COUNT_TAKE } from './lane-use';

export type { Lane };

export interface BucketSize {
  readonly capacity: number;
  /** 0: nothing comes back drop by drop; the bucket is full again at each full hour of the clock, as Brevo's hourly quotas are. */
  readonly perSecond: number;
}

export type Take =
  { readonly granted: true; readonly takes: number } | { readonly granted: false; readonly waitMs: number };

export interface Budget {
  /**
   * One statement. Leaves at least `keep` requests in the bucket; creates a full bucket of `size` when there is none, adopts a changed `size`.
   * With a `lane` it is counted for that lane, whether it was granted or has to wait.
   */
  take(
    account: string,
    bucket: string,
    options: { readonly size: BucketSize; readonly keep: number; readonly lane?: Lane | undefined },
  ): Promise<Take>;
  /** Believes the vendor's own count: `left` requests were free when it answered the request that was granted as number `takes`. */
  correct(account: string, bucket: string, seen: { takes: number; left: number; capacity?: number }): Promise<void>;
  /** Retry-After: closed for everybody. Never opens an already later closing. */
  close(account: string, bucket: string, forMs: number): Promise<void>;
  read(
    account: string,
    bucket: string,
  ): Promise<{ left: number; capacity: number; perSecond: number; takes: number; closedForMs: number } | null>;
  /** What the buckets of all accounts that were used within a week have left. Those of one request are left out: they are full or not. */
  all(): Promise<readonly BudgetLeft[]>;
}

export interface BudgetLeft {
  /** The Gorgias account, or the Brevo account by its digest. */
  readonly account: string;
  readonly bucket: string;
  readonly left: number;
}

interface BudgetOptions {
  readonly db: Db;
  /** The moment to reckon with, instead of the database's clock, which is the one that all processes share. For simulations. */
  readonly clock?: () => string;
}

/**
 * The rate budget of design D2: a leaky bucket in a row. The row's lock makes each take exact over any number of processes, and the
 * database's clock is read only after the lock is held.
 */
export function createBudget({ db, clock }: BudgetOptions): Budget {
  const at = (): string | null => clock?.() ?? null;
  return {
    take: async (account, bucket, { size: { capacity, perSecond }, keep, lane }) => {
      const params = [account, bucket, at(), capacity, perSecond, keep, lane ?? null];
      const [row] = await db.query<TakeRow>(TAKE, params);
      if (row === undefined) throw new Error('a budget that was just written is not there');
      return toTake(row);
    },
    correct: async (account, bucket, { takes, left, capacity }) => {
      await db.query(CORRECT, [account, bucket, at(), takes, left, capacity ?? null]);
    },
    close: async (account, bucket, forMs) => {
      await db.query(CLOSE, [account, bucket, at(), forMs]);
    },
    read: async (account, bucket) => {
      const [row] = await db.query<NonNullable<Awaited<ReturnType<Budget['read']>>>>(READ, [account, bucket, at()]);
      return row ?? null;
    },
    all: () => db.query<BudgetLeft>(ALL),
  };
}

interface TakeRow {
  readonly granted: boolean;
  readonly takes: number;
  readonly waitMs: number;
}

function toTake({ granted, takes, waitMs }: TakeRow): Take {
  // One millisecond more than reckoned, so that rounding never wakes a caller just too early.
  return granted ? { granted, takes } : { granted, waitMs: Math.max(1, Math.ceil(waitMs) + 1) };
}

const NOW = 'coalesce($3::timestamptz, clock_timestamp())';

/** Brevo's hour begins when Greenwich's does, whatever the session's time zone. */
const hourOf = (time: string): string => `date_trunc('hour', ${time}, 'UTC')`;

/** Level at `now` of the bucket `b`; a clock that was set back refills nothing. */
const refilled = (capacity: string, adopted = '0'): string => `case
    when b.per_second = 0 and ${hourOf('b.refilled_at')} < ${hourOf('now')} then ${capacity}
    else least(${capacity}, b.level + ${adopted}
      + b.per_second * greatest(0, extract(epoch from now - b.refilled_at)::double precision)) end`;

/** Requests that a lane must leave, but never so many that a full bucket could not give one. */
const keptOf = (capacity: string): string => `least($6::double precision, ${capacity} - 1)`;

// A changed size moves the level by the difference: what was used stays used.
const TAKE = `with taken as (
insert into budgets as b
  (account, bucket, size_capacity, capacity, per_second, level, refilled_at, takes, granted, history)
values ($1, $2, $4::double precision, $4, $5::double precision, $4 - 1, ${NOW}, 1, true, array[$4 - 1])
on conflict (account, bucket) do update set
  (size_capacity, per_second, capacity, level, refilled_at, takes, granted, shift, history) = (
    select $4, $5, size, level - spent, greatest(now, b.refilled_at), b.takes + spent, spent = 1, b.shift + size - b.capacity,
      case when spent = 1 then (array[level - 1 - (b.shift + size - b.capacity)] || b.history)[1:32] else b.history end
    from (
      select *, case when level >= 1 + ${keptOf('size')} and coalesce(b.closed_until <= now, true) then 1 else 0 end as spent
      from (
        select now, size, ${refilled('size', 'size - b.capacity')} as level
        from (
          select ${NOW} as now, case when b.size_capacity = $4 then b.capacity else $4 end as size offset 0
        ) t
      ) l
    ) s
  )
returning account, $7::text as lane, refilled_at as now, granted, takes, greatest(
  case when per_second > 0 then (1 + ${keptOf('capacity')} - level) / per_second
    when level < 1 + ${keptOf('capacity')}
      then extract(epoch from ${hourOf('refilled_at')} + interval '1 hour' - refilled_at)::double precision
    else 0 end,
  coalesce(extract(epoch from closed_until - refilled_at)::double precision, 0)
) * 1000 as "waitMs"
), counted as (${COUNT_TAKE})
select granted, takes, "waitMs" from taken`;

// The header is compared with our level right after its own request: what was taken or refilled since counts on both sides alike. A
// vendor that rounds what was used up reports up to one less than there is, so one less is no news. Upward it is believed only when
// nobody has taken since, for requests still on their way are not in it. An hourly quota is counted exactly, and the vendor's own limit
// stands over ours: it is that of the merchant's plan.
const CORRECT = `update budgets b set (capacity, level, refilled_at, shift) = (
  select size, least(size, level + change), greatest(now, b.refilled_at), b.shift + size - b.capacity + change
  from (
    select *, case
      when $5::double precision < then_level - tolerated then $5 - then_level
      when since = 0 and $5 > level + 1 then $5 - level
      else 0 end as change
    from (
      select now, size, since, case when b.per_second = 0 then 0 else 1 end as tolerated, b.history[since + 1] + b.shift + size - b.capacity as then_level, ${refilled('size', 'size - b.capacity')} as level
      from (
        select ${NOW} as now, (b.takes - $4::bigint)::int as since,
          case when b.per_second = 0 then coalesce($6::double precision, b.capacity)
            else least(b.size_capacity, coalesce($6::double precision, b.capacity)) end as size offset 0
      ) t
    ) l
  ) c
) where account = $1 and bucket = $2 and b.takes >= $4::bigint`;

// A refusal says that the vendor's bucket is empty, whatever ours said.
const CLOSE = `insert into budgets as b
  (account, bucket, size_capacity, capacity, per_second, level, refilled_at, closed_until)
values ($1, $2, 0, 0, 1, 0, ${NOW}, ${NOW} + $4::double precision * interval '1 millisecond')
on conflict (account, bucket) do update set
  level = least(0, b.level), refilled_at = excluded.refilled_at,
  shift = b.shift + least(0, -b.level),
  closed_until = greatest(b.closed_until, excluded.closed_until)`;

const READ = `select greatest(0, floor(${refilled('b.capacity')}))::int as left, b.capacity, b.per_second as "perSecond", b.takes,
    greatest(0, ceil(coalesce(extract(epoch from b.closed_until - now), 0) * 1000))::int as "closedForMs"
  from budgets b, (select ${NOW} as now offset 0) t where account = $1 and bucket = $2`;

const ALL = `select account, bucket,
    case when b.closed_until > now then 0 else greatest(0, floor(${refilled('b.capacity')})) end::int as left
  from budgets b, (select clock_timestamp() as now offset 0) t
  where b.capacity > 1 and b.refilled_at > now - interval '7 days' order by account, bucket`;
