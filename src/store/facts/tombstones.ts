import { inAccount } from '../database/in-account';
import { MARK_TOUCHED, TOUCHED_BY_OWNERS } from './marks';
import type { Facts } from '../types';
import type { Db } from '../database/connection';
import { unseen } from './unseen';

type Kind = 'customer' | 'ticket';
type LookUps = 'unseen' | 'markSeen' | 'readLater' | 'recordsToRead' | 'recordsRead';
type TombstoneFacts = Pick<Facts, 'markDeleted' | 'markMerged' | 'mergedInto' | LookUps>;

const TABLE: Readonly<Record<Kind, string>> = { customer: 'customers', ticket: 'tickets' };

/** What a single look-up tells of a record that a list no longer shows: gone (404), merged (301), or still there. */
export function createTombstoneFacts(db: Db): TombstoneFacts {
  return {
    markDeleted: (account, kind, id) =>
      inAccount(db, account, async (tx) => {
        await forgetReading(tx, account, { kind, id });
        await markOwners(tx, account, { kind, ids: [id] });
        const set = 'deleted_at = coalesce(deleted_at, now()), merged_into = null';
        await tx.query(`update ${TABLE[kind]} set ${set} where account = $1 and id = $2`, [account, id]);
      }),
    markMerged: (account, kind, { id, survivorId }) =>
      inAccount(db, account, (tx) => markMerged(tx, account, { kind, id, survivorId })),
    mergedInto: async (account, kind, id) => {
      const sql = `select merged_into as id from ${TABLE[kind]} where account = $1 and id = $2`;
      return (await db.query<{ id: number | null }>(sql, [account, id]))[0]?.id ?? null;
    },
    unseen: (account, kind, { runId, limit }) => unseen(db, account, { table: TABLE[kind], runId, limit }),
    readLater: async (account, kind, ids) => {
      const sql = `insert into records_to_read (account, kind, id)
        select distinct $1, $2, id from unnest($3::bigint[]) as u(id) on conflict do nothing`;
      if (ids.length > 0) await db.query(sql, [account, kind, [...ids]]);
    },
    recordsToRead: async (account, kind, limit) => {
      const sql = 'select id from records_to_read where account = $1 and kind = $2 order by id desc limit $3';
      return (await db.query<{ id: number }>(sql, [account, kind, limit])).map((row) => row.id);
    },
    recordsRead: async (account, kind, ids) => {
      const sql = 'delete from records_to_read where account = $1 and kind = $2 and id = any($3::bigint[])';
      await db.query(sql, [account, kind, [...ids]]);
    },
    markSeen: async (account, kind, { id, runId }) => {
      await db.query(`update ${TABLE[kind]} set seen_run = $3 where account = $1 and id = $2`, [account, id, runId]);
    },
  };
}

/** Merged records point straight at the survivor: what pointed at `id` is moved along, and a survivor that was itself merged is followed. */
async function markMerged(
  tx: Db,
  account: string,
  { kind, id, survivorId }: { readonly kind: Kind; readonly id: number; readonly survivorId: number },
): Promise<void> {
  const table = TABLE[kind];
  await forgetReading(tx, account, { kind, id });
  const [survivor] = await tx.query<{ merged_into: number | null }>(
    `select merged_into from ${table} where account = $1 and id = $2`,
    [account, survivorId],
  );
  // Merged the other way round before: the newer word counts, so the survivor is not merged any more.
  const opposite = survivor?.merged_into === id;
  const last = opposite ? survivorId : (survivor?.merged_into ?? survivorId);
  if (last === id) return;
  await markOwners(tx, account, { kind, ids: [id, last] });
  if (opposite)
    await tx.query(`update ${table} set merged_into = null where account = $1 and id = $2`, [account, last]);
  await tx.query(
    `update ${table} set merged_into = $3, deleted_at = null where account = $1 and (id = $2 or merged_into = $2)`,
    [account, id, last],
  );
  await markOwners(tx, account, { kind, ids: [last] });
}

/** Whatever of it could not be read: there is nothing to read any more. */
async function forgetReading(
  tx: Db,
  account: string,
  { kind, id }: { readonly kind: Kind; readonly id: number },
): Promise<void> {
  const sql = `delete from quarantine where account = $1 and kind = $2 and key = $3 and step = 'read'`;
  await tx.query(sql, [account, kind, String(id)]);
}

/** Marks the contacts that these records count for at this moment. */
async function markOwners(
  tx: Db,
  account: string,
  { kind, ids }: { readonly kind: Kind; readonly ids: readonly number[] },
): Promise<void> {
  const owners =
    kind === 'customer'
      ? 'owners(id) as (select unnest($2::bigint[]))'
      : 'owners(id) as (select customer_id from tickets where account = $1 and id = any($2::bigint[]))';
  await tx.query(`with ${owners}, ${TOUCHED_BY_OWNERS}, ${MARK_TOUCHED} select 1`, [account, [...ids]]);
}
