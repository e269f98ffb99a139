import type { BrevoClient } from '../../brevo/types';
import type { ActivityDeps } from '../deps';
import type { SyncSetup } from '../types';

const PAGE = 50;

/** With `tags.auto`: one Brevo list per Gorgias tag, in the configured folder. An existing list of that name there is taken over. */
export async function ensureTagLists(deps: ActivityDeps, setup: SyncSetup): Promise<void> {
  const { tags } = deps.config;
  if (!tags.auto || setup.dryRun) return;
  const known = await deps.store.contacts.tagLists(setup.account);
  const names = await deps.store.facts.tagNames(setup.account);
  const missing = names.filter((name) => !known.has(name) && !Object.hasOwn(tags.lists, name));
  if (missing.length === 0) return;
  const brevo = deps.brevo(setup.account);
  const folderId = await ensureFolder(brevo, tags.folder);
  const lists = new Map(
    (await allLists(brevo)).filter((list) => list.folderId === folderId).map((list) => [list.name, list.id]),
  );
  for (const name of missing) {
    const listId = lists.get(name) ?? (await brevo.createList({ name, folderId }));
    await deps.store.contacts.saveTagList(setup.account, name, listId);
  }
}

async function ensureFolder(brevo: BrevoClient, name: string): Promise<number> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await brevo.listFolders({ limit: PAGE, offset });
    const found = page.rows.find((folder) => folder.name === name);
    if (found !== undefined) return found.id;
    if (page.rows.length < PAGE) return brevo.createFolder(name);
  }
}

/** Every list of the account, 50 a request. */
export async function allLists(
  brevo: BrevoClient,
): Promise<readonly { id: number; name: string; folderId: number | null }[]> {
  const lists: { id: number; name: string; folderId: number | null }[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await brevo.listLists({ limit: PAGE, offset });
    lists.push(...page.rows);
    if (page.rows.length < PAGE) return lists;
  }
}
