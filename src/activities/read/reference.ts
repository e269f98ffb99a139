import type { Page } from '../../domain/records';
import type { PageRequest } from '../../gorgias/types';
import type { ActivityDeps } from '../deps';
import type { FullSyncInput } from '../../workflows/messages';

/** No account has so many agents or tags that more pages could be true. */
const MAX_PAGES = 100;

/** Tags, agents and the labels of customer custom fields: small lists, read whole and replaced. */
export async function readReference(deps: ActivityDeps, input: FullSyncInput): Promise<void> {
  const gorgias = deps.gorgias(input.account, 'backfill');
  const { facts } = deps.store;
  await facts.replaceCustomFields(
    input.account,
    await readAll((page) => gorgias.listCustomFields({ ...page, objectType: 'Customer' })),
  );
  await facts.replaceUsers(input.account, await readAll((page) => gorgias.listUsers(page)));
  if (deps.config.sync.tags && (input.resources?.includes('tags') ?? true))
    await facts.replaceTags(input.account, await readAll((page) => gorgias.listTags(page)));
}

async function readAll<Row>(list: (page: PageRequest) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer: Page<Row> = await list({ cursor: cursor ?? undefined, limit: 100 });
    rows.push(...answer.rows);
    if (answer.nextCursor === null || answer.nextCursor === cursor) break;
    cursor = answer.nextCursor;
  }
  return rows;
}
