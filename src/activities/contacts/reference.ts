import { activityInfo } from '@temporalio/activity';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { Page, Tag } from '../../domain/records';
import type { GorgiasClient, PageRequest } from '../../gorgias/types';
import { requireOpen } from '../admission';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import type { FullSyncInput } from '../../workflows/messages';

/** No account has so many agents or tags that more pages could be true. */
const MAX_PAGES = 100;
/** A list that turns in circles this often is taken as it is. */
const PATIENT_ATTEMPTS = 5;

/** Tags, agents and the labels of customer custom fields: small lists, read whole and replaced. */
export async function readReference(deps: ActivityDeps, input: FullSyncInput): Promise<void> {
  const { account } = input;
  await requireOpen(deps, account);
  const gorgias = deps.gorgias(account, 'backfill');
  const { facts, runs } = deps.store;
  // A domain that is nobody's is told before the first run; later an answer from elsewhere is only an outage.
  if ((await runs.lastCompleted(account)) === null) await gorgias.getAccount();
  const fields = await readList(deps, account, {
    list: 'custom-fields',
    page: (page) => gorgias.listCustomFields({ ...page, objectType: 'Customer' }),
  });
  if (fields !== null) await facts.replaceCustomFields(account, fields);
  const users = await readList(deps, account, { list: 'users', page: (page) => gorgias.listUsers(page) });
  if (users !== null) await facts.replaceUsers(account, users);
  if (!deps.configOf(account).sync.tags || input.resources?.includes('tags') === false) return;
  const tags = await readTags(deps, account, gorgias);
  if (tags !== null) await replaceTags(deps, account, tags);
}

/** A tag that was renamed while nobody read the feed keeps its list. */
async function replaceTags(deps: ActivityDeps, account: string, listed: readonly Tag[]): Promise<void> {
  const { facts } = deps.store;
  const before = new Map((await facts.tags(account)).map(({ id, name }) => [id, name]));
  for (const { id, name } of listed) {
    const from = before.get(id);
    if (from !== undefined && from !== name) await facts.renameTag(account, from, name);
  }
  await facts.replaceTags(account, listed);
}

/** Null: this key may not see them, and what was known of them stands. */
export function readTags(deps: ActivityDeps, account: string, gorgias: GorgiasClient): Promise<readonly Tag[] | null> {
  return readList(deps, account, { list: 'tags', page: (page) => gorgias.listTags(page) });
}

interface SmallList<Row> {
  readonly list: string;
  readonly page: (request: PageRequest) => Promise<Page<Row>>;
}

/** The whole list; null: it is left out, and the rest goes on without it. What Gorgias does not show just now is waited for. */
async function readList<Row>(
  deps: ActivityDeps,
  account: string,
  { list, page }: SmallList<Row>,
): Promise<readonly Row[] | null> {
  try {
    return await readAll(page);
  } catch (thrown) {
    const { error } = judge(deps, thrown, { account, subject: 'page', about: `list/${list}` });
    if (error.retryable) throw thrown;
    deps.log.warn('list.left_out', { account, resource: list, code: error.code });
    return null;
  }
}

async function readAll<Row>(list: (page: PageRequest) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const requested = new Set<string>();
  let cursor: string | null = null;
  do {
    const answer: Page<Row> = await list({ cursor: cursor ?? undefined, limit: 100 });
    rows.push(...answer.rows);
    cursor = answer.nextCursor;
    if (cursor !== null && (requested.has(cursor) || requested.size >= MAX_PAGES)) {
      if (activityInfo().attempt >= PATIENT_ATTEMPTS) break;
      throw loop(requested.size);
    }
    if (cursor !== null) requested.add(cursor);
  } while (cursor !== null);
  return rows;
}

/** What is missing from a list is removed from the store, so half a list must not be taken for the whole one. */
function loop(pages: number): ConnectorError {
  return new ConnectorError('gorgias.cursor_loop', `A Gorgias list does not end after page ${String(pages)}`);
}
