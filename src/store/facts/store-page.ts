import { inAccount } from '../database/in-account';
import type { ErasedPeople } from '../privacy/erased-people';
import { forgetRefused } from '../privacy/forget-refused';
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

/** What all pages are written with. */
export interface PageWriter {
  readonly db: Db;
  readonly statistics: Statistics;
  readonly erased: ErasedPeople;
}

interface PageToStore<Row extends FactRow> extends PageWriter {
  readonly table: 'customers' | 'tickets' | 'surveys' | 'messages';
  readonly account: string;
  /** From `pageUpsert`. */
  readonly sql: string;
  /** Named as the columns; of two with one id (a row that moved while the page was cut) the last counts. */
  readonly rows: readonly Row[];
  /** Whose it may be; of a customer or a ticket its own name first. */
  readonly namesOf: (row: Row) => readonly string[];
  readonly position: Position | null;
  readonly markAll?: boolean;
  /** When the rows were asked for, by the database's clock; missing: just now. */
  readonly readAt?: Timestamp | undefined;
}

/** Writes a page's facts, its marks and the walk's position: all or nothing. What is about somebody who was erased is left out. */
export async function storePage<Row extends FactRow>(page: PageToStore<Row>): Promise<Stored> {
  const { db, account, sql, rows, position, markAll = false, readAt = null } = page;
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id);
  const seenBy = position === null || position.partial ? null : position.runId;
  const stored = await inAccount(db, account, async (tx) => {
    const kept = await withoutErased(tx, page, unique);
    const [result] =
      kept.length === 0
        ? []
        : await tx.query<{ changed: number }>(sql, [account, jsonRows(kept), seenBy, markAll, readAt]);
    if (position !== null) await saveWalk(tx, account, position);
    return { rows: rows.length, changed: result?.changed ?? 0 };
  });
  await page.statistics.stored(page.table, stored.changed);
  return stored;
}

/** A customer or a ticket that is refused for the first time may be known from before: as another address's, or as another customer's. */
async function withoutErased<Row extends FactRow>(
  tx: Db,
  { account, table, namesOf, erased }: PageToStore<Row>,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (table === 'surveys' || table === 'messages') return erased.admitted(tx, { account, rows, namesOf });
  const { admitted, refused } = await erased.sorted(tx, { account, rows, namesOf });
  const ids = refused.flatMap(({ row, isNew }) => (isNew ? [row.id] : []));
  const kind = table === 'customers' ? 'customer' : 'ticket';
  if (ids.length > 0) await forgetRefused(tx, account, { erased, kind, ids });
  return admitted;
}
