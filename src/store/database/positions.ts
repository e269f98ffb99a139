import type { Db } from './connection';

/**
 * Where walks through our own tables stand that are too long for one statement: the last id that was met, 0 at the beginning. A position only
 * saves looking again: whoever loses one begins anew, and misses nothing. The walks of a run are
 * named by its id behind a `/`, and go with it.
 */
export interface Positions {
  read(account: string, walk: string): Promise<number>;
  keep(account: string, walk: string, after: number): Promise<void>;
}

export function createPositions(db: Db): Positions {
  return {
    read: async (account, walk) => {
      const sql = 'select after from positions where account = $1 and walk = $2';
      return (await db.query<{ after: number }>(sql, [account, walk]))[0]?.after ?? 0;
    },
    keep: async (account, walk, after) => {
      await db.query(KEEP, [account, walk, after]);
    },
  };
}

const KEEP = `insert into positions (account, walk, after) values ($1, $2, $3)
  on conflict (account, walk) do update set after = excluded.after`;
