import { activityInfo } from '@temporalio/activity';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { Page } from '../../domain/records';
import type { PageRequest } from '../../gorgias/types';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';

/** So many pages in a row that show nothing new are a circle, whatever their cursors say: rows that move meanwhile fill one or two. */
const MOST_IDLE_PAGES = 5;
/** Half a million rows: what goes on behind them is no list of tags or agents, and would not fit into memory for ever. */
const MOST_PAGES = 5_000;
/** A list that turns in circles this often is taken for what was read of it. */
const PATIENT_ATTEMPTS = 5;

interface SmallList<Row> {
  readonly list: string;
  /** What was read before; null: nobody can say. */
  readonly known: (() => Promise<readonly Row[]>) | null;
  readonly page: (request: PageRequest) => Promise<Page<Row>>;
}

/**
 * The list, with what was known before where only a part of it could be read: what is missing is removed from the store, so half a list must
 * not be taken for the whole one. Null: it is left out, and the rest goes on without it. What Gorgias does not show just now is waited for.
 */
export async function readList<Row extends { readonly id: number }>(
  deps: ActivityDeps,
  account: string,
  { list, known, page }: SmallList<Row>,
): Promise<readonly Row[] | null> {
  try {
    const { rows, isWhole } = await readAll(page);
    if (isWhole) return rows;
    deps.log.warn('list.read_in_part', { account, resource: list, rows: rows.length });
    if (known === null) return null;
    const listed = new Set(rows.map(({ id }) => id));
    return [...rows, ...(await known()).filter(({ id }) => !listed.has(id))];
  } catch (thrown) {
    const { error } = judge(deps, thrown, { account, subject: 'page', about: `list/${list}` });
    if (error.retryable) throw thrown;
    deps.log.warn('list.left_out', { account, resource: list, code: error.code });
    return null;
  }
}

/** `isWhole`: the list came to its end, and each of its rows could be read. */
async function readAll<Row extends { readonly id: number }>(
  list: (page: PageRequest) => Promise<Page<Row>>,
): Promise<{ readonly rows: readonly Row[]; readonly isWhole: boolean }> {
  const rows = new Map<number, Row>();
  let isWhole = true;
  const requested = new Set<string>();
  let idle = 0;
  let cursor: string | null = null;
  do {
    const answer: Page<Row> = await list({ cursor: cursor ?? undefined, limit: 100 });
    const before = rows.size;
    for (const row of answer.rows) rows.set(row.id, row);
    isWhole &&= answer.unreadable.length === 0;
    cursor = answer.nextCursor;
    idle = rows.size === before && answer.unreadable.length === 0 ? idle + 1 : 0;
    if (cursor !== null && (requested.has(cursor) || idle >= MOST_IDLE_PAGES || requested.size >= MOST_PAGES)) {
      if (activityInfo().attempt >= PATIENT_ATTEMPTS) return { rows: [...rows.values()], isWhole: false };
      throw loop(requested.size);
    }
    if (cursor !== null) requested.add(cursor);
  } while (cursor !== null);
  return { rows: [...rows.values()], isWhole };
}

function loop(pages: number): ConnectorError {
  return new ConnectorError('gorgias.cursor_loop', `A Gorgias list does not end after page ${String(pages)}`);
}
