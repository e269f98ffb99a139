import type { ContactFacts } from '../../domain/contact/contact';
import { tagsOf } from '../../domain/contact/projection';
import { tagSources } from '../../domain/contact/synced';
import { listsNamed } from '../../domain/list-name';
import { tagKey } from '../../domain/contact/tag';
import type { ActivityDeps } from '../deps';
import { judge, worked } from '../judge';
import type { SyncSetup } from '../types';
import { allLists } from './all-lists';
import { ensureFolder } from './ensure-folder';
import { makingLists } from './making-lists';
import { findMissingLists, reportMissingLists } from './missing-lists';

/** A tag that Brevo took for no list is tried again after so long: somebody may have renamed it. */
const REFUSED_FOR_MS = 3_600_000;

/** With `tags.auto`: one Brevo list per tag, in the configured folder; one that was deleted by hand is made again. */
export async function ensureTagLists(deps: ActivityDeps, setup: SyncSetup): Promise<void> {
  const { account } = setup;
  const from = sourcesOf(deps, account);
  if (from.length === 0 || setup.dryRun) return;
  const { facts, contacts } = deps.store;
  const made = [...(await contacts.tagLists(account)).values()];
  await reportMissingLists(deps, account, await findMissingLists(deps, account, made));
  await ensureLists(deps, account, [
    ...(from.includes('tickets') ? await facts.tagNames(account) : []),
    ...(from.includes('shopify') ? await facts.shopTagNames(account) : []),
  ]);
}

/** Where the tags are looked for that get a list of their own; nowhere without `tags.auto`, or where they are not read. */
function sourcesOf(deps: ActivityDeps, account: string): ReturnType<typeof tagSources> {
  const { tags, sync } = deps.configOf(account);
  return tags.auto ? tagSources(tags.from, sync) : [];
}

/** The same for the tags of these contacts, before they are put on the lists: a tag may be newer than the last full sync. */
export async function ensureListsOf(
  deps: ActivityDeps,
  account: string,
  contacts: readonly ContactFacts[],
): Promise<void> {
  const from = sourcesOf(deps, account);
  if (from.length === 0) return;
  await ensureLists(
    deps,
    account,
    contacts.filter(({ customer }) => customer !== null).flatMap((facts) => [...tagsOf(facts, from)]),
  );
}

async function ensureLists(deps: ActivityDeps, account: string, names: readonly string[]): Promise<void> {
  const wanted = await withoutList(deps, account, names);
  if (wanted.length === 0) return;
  await makingLists(deps, account, (stay) => makeLists(deps, account, { wanted, stay }));
}

/** Tags for which a list is to be made: each spelling of a tag is that tag. */
async function withoutList(deps: ActivityDeps, account: string, names: readonly string[]): Promise<readonly string[]> {
  const known = new Set(
    [...Object.keys(deps.configOf(account).tags.lists), ...(await deps.store.contacts.tagLists(account)).keys()].map(
      tagKey,
    ),
  );
  const { refusedTags } = deps.memory;
  const isRefused = (name: string): boolean =>
    (refusedTags.get(`${account}/${tagKey(name)}`) ?? 0) > deps.now().getTime() - REFUSED_FOR_MS;
  const wanted = new Map(names.map((name) => [tagKey(name), name]));
  return [...wanted].flatMap(([key, name]) => (known.has(key) || isRefused(name) ? [] : [name]));
}

/** A list of that name in the folder is taken over, unless it belongs to another tag, which was renamed. */
async function makeLists(
  deps: ActivityDeps,
  account: string,
  { wanted, stay }: { readonly wanted: readonly string[]; readonly stay: () => Promise<void> },
): Promise<void> {
  const missing = await withoutList(deps, account, wanted);
  if (missing.length === 0) return;
  const { contacts } = deps.store;
  const brevo = deps.brevo(account);
  const folderId = await ensureFolder(brevo, deps.configOf(account).tags.folder);
  const taken = new Set((await contacts.tagLists(account)).values());
  const lists = (await allLists(brevo)).filter((list) => list.folderId === folderId && !taken.has(list.id));
  for (const name of missing) {
    await stay();
    const listId = listsNamed(name, lists)[0]?.id ?? (await createList(deps, account, { name: name.trim(), folderId }));
    if (listId !== null) await contacts.saveTagList(account, name, listId);
  }
}

/** Null: Brevo, or something on the way, takes this name for no list. The tag is set aside by itself, and everything else goes on. */
async function createList(
  deps: ActivityDeps,
  account: string,
  list: { readonly name: string; readonly folderId: number },
): Promise<number | null> {
  const key = list.name.slice(0, MOST_OF_A_NAME);
  const of = { kind: 'tag', step: 'publish', keys: [key] } as const;
  const about = `tag list/${key}`;
  try {
    const id = await deps.brevo(account).createList(list);
    worked(deps, { account, about });
    await deps.store.quarantine.replace(account, of, []);
    return id;
  } catch (thrown) {
    const { error } = judge(deps, thrown, { account, subject: 'list', about });
    deps.memory.refusedTags.set(`${account}/${tagKey(list.name)}`, deps.now().getTime());
    await deps.store.quarantine.replace(account, of, [
      { kind: 'tag', key, step: 'publish', cause: error.code, held: false, detail: 'list of a tag' },
    ]);
    return null;
  }
}

/** A tag is set aside by its name, which may be long. */
const MOST_OF_A_NAME = 100;
