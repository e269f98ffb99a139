import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import type { Facts } from '../types';
import { activePage, type Stretch } from './activity';

type Filter = Parameters<Facts['customersToEnrich']>[1];

/** Pages that are looked at beyond the first who is found: so far ahead a slice says how much is left. */
const PAGES_AHEAD = 5;

/** See `Facts.customersToEnrich`. */
export async function customersToEnrich(db: Db, account: string, filter: Filter): Promise<readonly number[]> {
  const { runId } = filter;
  if (runId === undefined) return (await look(db, account, { ...filter, below: null, floor: filter.since })).ids;
  const [kept] = await db.query<Pass>(READ, [account, runId]);
  const pass = kept ?? (await begin(db, account, { runId, floor: filter.since }));
  const found = await walk(db, account, { ...filter, pass });
  if (found.length > 0) return found;
  // Whoever has become active since the pass began was passed by: the next one is short.
  const floor = pass.top;
  return walk(db, account, { ...filter, pass: await begin(db, account, { runId, floor }) });
}

interface Pass extends Stretch {
  readonly top: Timestamp;
}

/** Goes on where the pass stands, and keeps what has nobody left. */
async function walk(db: Db, account: string, at: Filter & { readonly pass: Pass }): Promise<readonly number[]> {
  const { below, floor } = at.pass;
  const move = async (to: Timestamp | null): Promise<void> => {
    await db.query(MOVE, [account, to]);
  };
  return (await look(db, account, { ...at, below, floor, pagesAhead: PAGES_AHEAD, onEmpty: move })).ids;
}

interface Look extends Filter, Stretch {
  readonly pagesAhead?: number;
  /** Told of pages before the first who is found; null: there is nobody down to the floor. */
  readonly onEmpty?: (below: Timestamp | null) => Promise<void>;
}

async function look(db: Db, account: string, how: Look): Promise<{ readonly ids: readonly number[] }> {
  const { floor, readSince, limit, pagesAhead = Number.POSITIVE_INFINITY, onEmpty } = how;
  const found = new Set<number>();
  let { below } = how;
  for (let ahead = 0; found.size < limit && ahead < pagesAhead;) {
    const page = await activePage(db, account, { below, floor, readSince });
    for (const id of page.ids) found.add(id);
    if (found.size === 0) await onEmpty?.(page.below);
    else ahead += 1;
    if (page.below === null) break;
    ({ below } = page);
  }
  return { ids: [...found].slice(0, limit) };
}

async function begin(
  db: Db,
  account: string,
  { runId, floor }: { readonly runId: string; readonly floor: Timestamp },
): Promise<Pass> {
  const [pass] = await db.query<Pass>(BEGIN, [account, runId, floor]);
  if (pass === undefined) throw new Error('a pass that was just begun is not there');
  return pass;
}

const COLUMNS = `top, case when isfinite(below) then below end as below, floor`;

const READ = `select ${COLUMNS} from enrichment where account = $1 and run_id = $2`;

// Gorgias' clock may be behind ours.
const BEGIN = `insert into enrichment (account, run_id, top, below, floor)
  values ($1, $2, now() - interval '10 minutes', 'infinity', $3::timestamptz)
  on conflict (account) do update
    set run_id = excluded.run_id, top = excluded.top, below = excluded.below, floor = excluded.floor
  returning ${COLUMNS}`;

const MOVE = `update enrichment set below = coalesce($2::timestamptz, floor) where account = $1`;
