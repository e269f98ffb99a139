import type { Db } from '../database/connection';
import type { Contacts } from '../types';

export type NamedLists = Pick<
  Contacts,
  'namedLists' | 'keepNamedLists' | 'listNames' | 'keepListNames' | 'reserveListMaking' | 'releaseListMaking'
>;

/** The lists that names in the settings stand for, what Brevo calls its lists, and who makes lists just now. */
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
        await tx.query('delete from named_lists where account = $1 and not name = any($2::text[])', [account, names]);
        await tx.query(SAVE, [account, names, [...lists.values()]]);
      }),
    listNames: async (account) => {
      const rows = await db.query<{ id: number; name: string }>(NAMES, [account]);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    keepListNames: (account, names) => {
      const clean = [...names]
        .map(([id, name]) => [id, name.replaceAll('\u0000', '').trim().slice(0, MOST_OF_A_NAME)] as const)
        .filter(([, name]) => name !== '');
      const ids = clean.map(([id]) => id);
      return db.transaction(async (tx) => {
        await tx.query('delete from list_names where account = $1 and not list_id = any($2::int[])', [account, ids]);
        await tx.query(SAVE_NAMES, [account, ids, clean.map(([, name]) => name)]);
      });
    },
    reserveListMaking: async (account, holder, forMs) => (await db.query(RESERVE, [account, holder, forMs])).length > 0,
    releaseListMaking: async (account, holder) => {
      await db.query('delete from list_making where account = $1 and holder = $2', [account, holder]);
    },
  };
}

/** Brevo's own names are short; whatever else comes must not fill a table. */
const MOST_OF_A_NAME = 200;

const SAVE = `insert into named_lists (account, name, list_id)
  select $1, name, list_id from unnest($2::text[], $3::int[]) as n(name, list_id) order by name
  on conflict (account, name) do nothing`;

const SAVE_NAMES = `insert into list_names as l (account, list_id, name)
  select $1, list_id, name from unnest($2::int[], $3::text[]) as n(list_id, name) order by list_id
  on conflict (account, list_id) do update set name = excluded.name where l.name <> excluded.name`;

// A list that was made for a tag is called like it, until Brevo says otherwise.
const NAMES = `select list_id as id, tag as name from tag_lists where account = $1
  union all
  select list_id, name from list_names where account = $1`;

const RESERVE = `insert into list_making as m (account, holder, until)
  values ($1, $2, clock_timestamp() + $3::int * interval '1 millisecond')
  on conflict (account) do update set holder = excluded.holder, until = excluded.until
  where m.holder = excluded.holder or m.until < clock_timestamp()
  returning holder`;
