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
      const sql = `select name, list_id from named_lists where account = $1 and ${OF_SETTINGS}`;
      const rows = await db.query<{ name: string; list_id: number }>(sql, [account]);
      return new Map(rows.map((row) => [row.name, row.list_id]));
    },
    keepNamedLists: (account, lists) =>
      db.transaction((tx) => keep(tx, { account, which: OF_SETTINGS, lists: [...lists] })),
    listNames: async (account) => {
      const rows = await db.query<{ id: number; name: string }>(NAMES, [account]);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    keepListNames: (account, names) => {
      const called = [...names].flatMap(([id, name]) => {
        const clean = name.replaceAll('\u0000', '').trim().slice(0, MOST_OF_A_NAME);
        return clean === '' ? [] : [[` ${String(id)} ${clean}`, id] as const];
      });
      return db.transaction((tx) => keep(tx, { account, which: `not (${OF_SETTINGS})`, lists: called }));
    },
    reserveListMaking: async (account, holder, forMs) => (await db.query(RESERVE, [account, holder, forMs])).length > 0,
    releaseListMaking: async (account, holder) => {
      await db.query('delete from list_making where account = $1 and holder = $2', [account, holder]);
    },
  };
}

/** Brevo's own names are short; whatever else comes must not fill a table. */
const MOST_OF_A_NAME = 200;

/**
 * A name of the settings begins with no blank (`nameKey`). What Brevo calls a list stands in the same table under a blank, its number and that
 * name: it is forgotten with the list, and with the Brevo account, like the others.
 */
const OF_SETTINGS = `left(name, 1) <> ' '`;

interface Kept {
  readonly account: string;
  /** Which rows are replaced. */
  readonly which: string;
  readonly lists: readonly (readonly [string, number])[];
}

async function keep(tx: Db, { account, which, lists }: Kept): Promise<void> {
  const names = lists.map(([name]) => name);
  const sql = `delete from named_lists where account = $1 and ${which} and not name = any($2::text[])`;
  await tx.query(sql, [account, names]);
  await tx.query(SAVE, [account, names, lists.map(([, id]) => id)]);
}

const SAVE = `insert into named_lists (account, name, list_id)
  select $1, name, list_id from unnest($2::text[], $3::int[]) as n(name, list_id) order by name
  on conflict (account, name) do nothing`;

// A list that was made for a tag is called like it, until Brevo says otherwise.
const NAMES = `select list_id as id, tag as name from tag_lists where account = $1
  union all
  select list_id, substr(name, length(list_id::text) + 3) from named_lists where account = $1 and not (${OF_SETTINGS})`;

const RESERVE = `insert into list_making as m (account, holder, until)
  values ($1, $2, clock_timestamp() + $3::int * interval '1 millisecond')
  on conflict (account) do update set holder = excluded.holder, until = excluded.until
  where m.holder = excluded.holder or m.until < clock_timestamp()
  returning holder`;
