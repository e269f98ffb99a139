import { inAccount } from '../database/in-account';
import { saveWalk } from '../sync/runs';
import type { Statistics } from './statistics';
import type { Position, Stored } from '../types';
import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

/** A row of a page, with the columns of its table. */
export interface FactRow {
  readonly id: number;
  readonly [column: string]: unknown;
}

interface PageToStore {
  readonly db: Db;
  readonly statistics: Statistics;
  readonly table: string;
  readonly account: string;
  /** From `pageUpsert`. */
  readonly sql: string;
  /** Named as the columns; of two with one id (a row that moved while the page was cut) the last counts. */
  readonly rows: readonly FactRow[];
  readonly position: Position | null;
  readonly markAll?: boolean;
  /** When the rows were asked for, by the database's clock; missing: just now. */
  readonly readAt?: Timestamp | undefined;
}

/** Writes a page's facts, its marks and the walk's position: all or nothing. */
export async function storePage(page: PageToStore): Promise<Stored> {
  const { db, account, sql, rows, position, markAll = false, readAt = null } = page;
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id);
  const seenBy = position === null || position.partial ? null : position.runId;
  const stored = await inAccount(db, account, async (tx) => {
    const [result] =
      unique.length === 0
        ? []
        : await tx.query<{ changed: number }>(sql, [account, jsonRows(unique), seenBy, markAll, readAt]);
    if (position !== null) await saveWalk(tx, account, position);
    return { rows: rows.length, changed: result?.changed ?? 0 };
  });
  await page.statistics.stored(page.table, stored.changed);
  return stored;
}
