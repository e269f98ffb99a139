import type { Tag } from '../../domain/records';
import type { GorgiasClient } from '../../gorgias/types';
import { requireOpen } from '../admission';
import type { ActivityDeps } from '../deps';
import type { FullSyncInput } from '../../workflows/messages';
import { readList } from './read-list';

/** Tags, agents and the labels of customer custom fields: small lists, read whole and replaced. */
export async function readReference(deps: ActivityDeps, input: FullSyncInput): Promise<void> {
  const { account } = input;
  await requireOpen(deps, account);
  const gorgias = deps.gorgias(account, 'backfill');
  const { facts, runs } = deps.store;
  await runs.readsReference(account);
  // A domain that is nobody's is told before the first run; later an answer from elsewhere is only an outage.
  if ((await runs.lastCompleted(account, { dry: true })) === null) await gorgias.getAccount();
  const fields = await readList(deps, account, {
    list: 'custom-fields',
    known: () => facts.customFields(account),
    page: (page) => gorgias.listCustomFields({ ...page, objectType: 'Customer' }),
  });
  if (fields !== null) await facts.replaceCustomFields(account, fields);
  const users = await readList(deps, account, {
    list: 'users',
    known: null,
    page: (page) => gorgias.listUsers(page),
  });
  if (users !== null) await facts.replaceUsers(account, users);
  if (!deps.configOf(account).sync.tags || input.resources?.includes('tags') === false) return;
  const tags = await readTags(deps, account, gorgias);
  if (tags !== null) await replaceTags(deps, account, tags);
}

/** A tag that was renamed while nobody read the feed keeps its list. */
async function replaceTags(deps: ActivityDeps, account: string, listed: readonly Tag[]): Promise<void> {
  const { facts } = deps.store;
  const before = new Map((await facts.tags(account)).map(({ id, name }) => [id, name]));
  const renamed = listed.flatMap(({ id, name }) => {
    const from = before.get(id);
    return from === undefined || from === name ? [] : [{ from, to: name, readAgain: false }];
  });
  await facts.changeTags(account, renamed, listed);
}

/** Null: this key may not see them, and what was known of them stands. */
export function readTags(deps: ActivityDeps, account: string, gorgias: GorgiasClient): Promise<readonly Tag[] | null> {
  const known = (): Promise<readonly Tag[]> => deps.store.facts.tags(account);
  return readList(deps, account, { list: 'tags', known, page: (page) => gorgias.listTags(page) });
}
