import { isDataFault } from '../../store/database/failures';
import type { QuarantineEntry } from '../../store/types';
import type { ActivityDeps } from '../deps';

interface Page<Row> {
  readonly account: string;
  readonly kind: QuarantineEntry['kind'];
  readonly rows: readonly Row[];
  /** `last`: with these rows the whole page is stored, and the walk may go on. */
  readonly store: (rows: readonly Row[], last: boolean) => Promise<unknown>;
}

/**
 * Stores a page. Where the database refuses a value that the reading took, nobody knows whose it is: then in halves, until the row stands alone. It
 * is set aside as one that cannot be read, and everybody beside it is stored. What is stored twice changes nothing.
 */
export async function storeApart<Row extends { readonly id: number }>(
  deps: Pick<ActivityDeps, 'store' | 'log'>,
  page: Page<Row>,
): Promise<void> {
  const { account, kind, store } = page;
  const refused = await halves(page.rows, store);
  if (refused.length === 0) return;
  const entries = refused.map(({ id }): QuarantineEntry => ({
    kind,
    key: String(id),
    step: 'read',
    cause: 'unreadable',
    held: true,
    detail: 'record: a value that Postgres does not take',
  }));
  // Before the walk goes on: a step that dies in between meets the page again, and nobody is passed by unlisted.
  await deps.store.quarantine.put(account, entries);
  await store([], true);
  deps.log.warn('rows.unstorable', { account, resource: kind, rows: entries.length });
}

/** The rows that the database refuses alone; without one, all are stored and the walk has gone on. */
async function halves<Row>(
  rows: readonly Row[],
  store: (rows: readonly Row[], last: boolean) => Promise<unknown>,
): Promise<readonly Row[]> {
  const refused: Row[] = [];
  const parts: (readonly Row[])[] = [rows];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    try {
      await store(part, part === rows);
    } catch (thrown) {
      // No row to blame: what else is stored with a page.
      if (!isDataFault(thrown) || part.length === 0) throw thrown;
      const half = Math.ceil(part.length / 2);
      if (part.length === 1) refused.push(...part);
      else parts.push(part.slice(0, half), part.slice(half));
    }
  }
  return refused;
}
