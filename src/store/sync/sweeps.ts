import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { WHOLE_SYNC } from './whole-sync';

/** What a sweep walks, in this order. */
export const SWEEP_PARTS = [
  'open_support_members',
  'open_support_holders',
  'customers',
  'satisfaction_surveys',
] as const;
export type SweepPart = (typeof SWEEP_PARTS)[number];

export interface Sweep {
  /** Its walks are kept under it, as those of a run. */
  readonly id: string;
  readonly startedAt: Timestamp;
  readonly part: SweepPart;
  /** Where a part stands that is no walk of Gorgias' lists. */
  readonly position: number;
}

/** Walks through what changes without a date or an event (spec 5a): one at a time, in slices, over any number of runs. */
export interface Sweeps {
  /**
   * The sweep that is under way, or a new one when the last, or the last complete full sync, which sees the same, began that long ago by the
   * database's clock; null: it is not time.
   */
  current(account: string, everyMs: number): Promise<Sweep | null>;
  goTo(account: string, id: string, place: { readonly part: SweepPart; readonly position: number }): Promise<void>;
  /** A slice of it could not be walked. Answers how many could not, one after the other. */
  failed(account: string, id: string): Promise<number>;
  finish(account: string, id: string): Promise<void>;
  last(account: string): Promise<{ readonly startedAt: Timestamp; readonly finishedAt: Timestamp | null } | null>;
}

export function createSweeps(db: Db): Sweeps {
  return {
    current: async (account, everyMs) => {
      const [underWay] = await db.query<Sweep>(UNDER_WAY, [account]);
      return underWay ?? (await db.query<Sweep>(BEGIN, [account, everyMs, SWEEP_PARTS[0]]))[0] ?? null;
    },
    goTo: async (account, id, { part, position }) => {
      const sql = 'update sweeps set part = $3, position = $4, failures = 0 where account = $1 and id = $2';
      await db.query(sql, [account, id, part, position]);
    },
    failed: async (account, id) => {
      const sql = 'update sweeps set failures = failures + 1 where account = $1 and id = $2 returning failures';
      return (await db.query<{ failures: number }>(sql, [account, id]))[0]?.failures ?? 0;
    },
    finish: (account, id) =>
      db.transaction(async (tx) => {
        await tx.query('update sweeps set finished_at = clock_timestamp() where account = $1 and id = $2', [
          account,
          id,
        ]);
        await tx.query('delete from walks where account = $1 and run_id = $2', [account, id]);
      }),
    last: async (account) => {
      const sql = `select started_at as "startedAt", finished_at as "finishedAt" from sweeps where account = $1`;
      return (await db.query<{ startedAt: Timestamp; finishedAt: Timestamp | null }>(sql, [account]))[0] ?? null;
    },
  };
}

const COLUMNS = 'id, started_at as "startedAt", part, position';

const UNDER_WAY = `select ${COLUMNS} from sweeps where account = $1 and finished_at is null`;

const BEGIN = `insert into sweeps as s (account, id, part, position, started_at)
  select account, 'sweep/' || gen_random_uuid(), $3, 0, clock_timestamp() from accounts
  where account = $1 and clock_timestamp() - $2::double precision * interval '1 millisecond' >= greatest(
    installed_at,
    (select started_at from sweeps where account = $1),
    (select max(started_at) from runs where account = $1 and ${WHOLE_SYNC})
  )
  on conflict (account) do update
    set id = excluded.id, part = excluded.part, position = 0, failures = 0, started_at = excluded.started_at, finished_at = null
    where s.finished_at is not null
  returning ${COLUMNS}`;
