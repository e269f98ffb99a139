import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import type { Timestamp } from '../../domain/timestamp';

/** Which events of Gorgias’ feed were taken in. */
export interface Feed {
  /** Those of the ids that were not taken in yet. */
  unseen(account: string, ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Remembers events as taken in, and forgets those from before `forgetBefore`. */
  seen(account: string, events: readonly { id: number; at: Timestamp }[], forgetBefore: Timestamp): Promise<void>;
}

/** Which events of the change feed were taken in: it is read with an overlap, so that each comes several times. */
export function createFeed(db: Db): Feed {
  return {
    unseen: async (account, ids) => {
      const rows = await db.query<{ id: number }>(SEEN, [account, [...ids]]);
      const seen = new Set(rows.map(({ id }) => id));
      return new Set(ids.filter((id) => !seen.has(id)));
    },
    seen: async (account, events, forgetBefore) => {
      if (events.length > 0) await db.query(REMEMBER, [account, jsonRows(events)]);
      await db.query('delete from feed_seen where account = $1 and at < $2::timestamptz', [account, forgetBefore]);
    },
  };
}

const SEEN = 'select id from feed_seen where account = $1 and id = any($2::bigint[])';

const REMEMBER = `insert into feed_seen (account, id, at)
  select $1, id, at from jsonb_to_recordset($2::jsonb) as r(id bigint, at timestamptz)
  order by id on conflict do nothing`;
