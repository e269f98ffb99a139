import type { Db } from '../database/connection';
import type { Contacts } from '../types';

export type NamedLists = Pick<Contacts, 'namedLists' | 'keepNamedLists' | 'reserveListMaking' | 'releaseListMaking'>;

/** The lists that names in the settings stand for, and who makes lists just now. */
export function createNamedLists(db: Db): NamedLists {
  return {
    namedLists: async (account) => {
      const sql = 'select name, list_id from named_lists where account = $1';
      const rows = await db.query<{ name: string; list_id: number }>(sql, [account]);
      return new Map(rows.map((row) => [row.name, row.list_id]));
    },
    keepNamedLists: (account, lists) =>
      db.transaction(async (tx) => {
        const names = [...lists.keys()];
        const sql = 'delete from named_lists where account = $1 and not name = any($2::text[])';
        await tx.query(sql, [account, names]);
        await tx.query(SAVE, [account, names, [...lists.values()]]);
      }),
    reserveListMaking: async (account, holder, forMs) => (await db.query(RESERVE, [account, holder, forMs])).length > 0,
    releaseListMaking: async (account, holder) => {
      await db.query('delete from list_making where account = $1 and holder = $2', [account, holder]);
    },
  };
}

const SAVE = `insert into named_lists (account, name, list_id)
  select $1, name, list_id from unnest($2::text[], $3::int[]) as n(name, list_id) order by name
  on conflict (account, name) do nothing`;

const RESERVE = `insert into list_making as m (account, holder, until)
  values ($1, $2, clock_timestamp() + $3::int * interval '1 millisecond')
  on conflict (account) do update set holder = excluded.holder, until = excluded.until
  where m.holder = excluded.holder or m.until < clock_timestamp()
  returning holder`;
