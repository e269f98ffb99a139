import type { Db } from '../database/connection';

/** Told of stored rows; keeps the planner's statistics usable. */
export interface Statistics {
  stored(table: string, rows: number): Promise<void>;
}

/**
 * Runs `analyze` after the first page of a table and each time it has grown tenfold since. Postgres does it by itself only after a minute, and
 * without it the planner takes the account for the selective column and reads all of it (measured: 8 times the time for a contact's facts).
 */
export function createStatistics(db: Db): Statistics {
  const tables = new Map<string, { rows: number; next: number }>();
  return {
    stored: async (table, rows) => {
      const before = tables.get(table) ?? { rows: 0, next: 1 };
      const total = before.rows + rows;
      const due = total >= before.next;
      tables.set(table, { rows: total, next: due ? total * 10 : before.next });
      if (due) await db.query(`analyze ${table}, contacts`);
    },
  };
}
