import type { Db } from '../database/connection';
import { inAccount } from '../database/in-account';

/** How old what is kept of people may become, in milliseconds; null: it is kept for good. */
export interface Kept {
  readonly notesMs: number | null;
  readonly decisionsMs: number | null;
  readonly messagesMs: number | null;
}

/** Rows that one statement deletes, some 30 ms, and statements of one call for each table. */
const ROWS = 2_000;
const MOST_STATEMENTS = 10;

/** Deletes the oldest of what is too old, so much as takes a moment. True: nothing too old is left. */
export async function forgetOld(db: Db, account: string, { notesMs, decisionsMs, messagesMs }: Kept): Promise<boolean> {
  const done = [
    await forget(db, account, { sql: NOTES, olderThanMs: notesMs }),
    await forget(db, account, { sql: DECISIONS, olderThanMs: decisionsMs }),
    await forget(db, account, { sql: MESSAGES, olderThanMs: messagesMs }),
  ];
  return done.every(Boolean);
}

async function forget(
  db: Db,
  account: string,
  { sql, olderThanMs }: { readonly sql: string; readonly olderThanMs: number | null },
): Promise<boolean> {
  if (olderThanMs === null) return true;
  for (let statements = 0; statements < MOST_STATEMENTS; statements += 1) {
    const deleteSome = (tx: Db) => tx.query<{ rows: number }>(sql, [account, olderThanMs, ROWS]);
    // Facts have one writer at a time: others that delete of them hold what is counted of them.
    const [row] = await (sql === MESSAGES ? inAccount(db, account, deleteSome) : deleteSome(db));
    if ((row?.rows ?? 0) < ROWS) return true;
  }
  return false;
}

function oldest(table: string, time: string, condition = 'true'): string {
  return `with old as (
      select ctid from ${table} where account = $1 and ${time} < now() - $2::double precision * interval '1 millisecond' and ${condition}
      order by ${time} limit $3
    ), gone as (delete from ${table} where ctid = any(array(select ctid from old)) returning 1)
    select count(*)::int as rows from gone`;
}

const NOTES = oldest('ticket_notes', 'at');
// What still waits is no matter of the past.
const DECISIONS = oldest('decisions', 'decided_at', `kind not in ('wait', 'held')`);
const MESSAGES = oldest('messages', 'at');
