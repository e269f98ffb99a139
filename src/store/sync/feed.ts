import type { Feed } from './feed-types';
import type { Db } from '../types';
import { jsonRows } from '../database/values';

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
