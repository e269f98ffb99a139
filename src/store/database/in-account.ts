import type { Db } from './connection';

/**
 * Runs `work` in a transaction as the only writer of this account's facts. A page's statement compares with what was there before and
 * marks the contacts of customers that another page may be writing at the same moment; with one writer at a time no mark is missed and
 * nobody waits in a circle. Pages come at a few a second and take milliseconds, so nothing is lost by it.
 */
export function inAccount<Result>(db: Db, account: string, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('facts/' || $1::text, 0))`, [account]);
    return work(tx);
  });
}
