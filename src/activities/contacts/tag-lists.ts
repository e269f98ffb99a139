import type { BrevoClient } from '../../brevo/types';
import type { ContactFacts } from '../../domain/contact/contact';
import { tagsOf } from '../../domain/contact/projection';
import type { ActivityDeps } from '../deps';
import type { SyncSetup } from '../types';

const PAGE = 50;

/** With `tags.auto`: one Brevo list per tag, in the configured folder. */
export async function ensureTagLists(deps: ActivityDeps, setup: SyncSetup): Promise<void> {
  const { tags } = deps.configOf(setup.account);
  if (!tags.auto || setup.dryRun) return;
  const { facts } = deps.store;
  await ensureLists(deps, setup.account, [
    ...(tags.from.includes('tickets') ? await facts.tagNames(setup.account) : []),
    ...(tags.from.includes('shopify') ? await facts.shopTagNames(setup.account) : []),
  ]);
}

/** The same for the tags of these contacts, before they are put on the lists: a tag may be newer than the last full sync. */
export async function ensureListsOf(
  deps: ActivityDeps,
  account: string,
  contacts: readonly ContactFacts[],
): Promise<void> {
  const { tags } = deps.configOf(account);
  if (!tags.auto) return;
  await ensureLists(
    deps,
    account,
    contacts.filter(({ customer }) => customer !== null).flatMap((facts) => [...tagsOf(facts, tags.from)]),
  );
}

/** One at a time for an account: two that both find no list would make two. */
async function ensureLists(deps: ActivityDeps, account: string, names: readonly string[]): Promise<void> {
  const wanted = [...new Set(names)].filter((name) => !Object.hasOwn(deps.configOf(account).tags.lists, name));
  const known = await deps.store.contacts.tagLists(account);
  if (wanted.every((name) => known.has(name))) return;
  const { makingLists: making } = deps.memory;
  const make = (): Promise<void> => makeLists(deps, account, wanted);
  const made = (making.get(account) ?? Promise.resolve()).then(make, make);
  making.set(account, made);
  try {
    await made;
  } finally {
    if (making.get(account) === made) making.delete(account);
  }
}

/** A list of that name in the folder is taken over, unless it belongs to another tag, which was renamed. */
async function makeLists(deps: ActivityDeps, account: string, wanted: readonly string[]): Promise<void> {
  const { contacts } = deps.store;
  const known = await contacts.tagLists(account);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  const brevo = deps.brevo(account);
  const folderId = await ensureFolder(brevo, deps.configOf(account).tags.folder);
  const taken = new Set(known.values());
  const lists = new Map(
    (await allLists(brevo))
      .filter((list) => list.folderId === folderId && !taken.has(list.id))
      .map((list) => [list.name, list.id]),
  );
  for (const name of missing) {
    const listId = lists.get(name) ?? (await brevo.createList({ name, folderId }));
    await contacts.saveTagList(account, name, listId);
  }
}

async function ensureFolder(brevo: BrevoClient, name: string): Promise<number> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await brevo.listFolders({ limit: PAGE, offset });
    const found = page.rows.find((folder) => folder.name === name);
    if (found !== undefined) return found.id;
    if (page.received < PAGE) return brevo.createFolder(name);
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
    if (page.received < PAGE) return lists;
  }
}
