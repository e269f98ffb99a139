import { nameKey } from '../../domain/contact/list-name';
import type { ListMakingInput, MadeList } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { allLists } from './all-lists';
import { ensureFolder } from './ensure-folder';

/** Brevo's folder of the lists that are made for settings; those of tags have their own, `tags.folder`. */
const FOLDER = 'Gorgias';

/**
 * A list for each name, in the order of the names. One that Brevo has already, in any spelling, is taken: so a second attempt after a lost
 * answer makes none twice.
 */
export async function makeLists(deps: ActivityDeps, { account, names }: ListMakingInput): Promise<readonly MadeList[]> {
  const brevo = deps.brevo(account, 'person');
  const known = new Map((await allLists(brevo)).map(({ id, name }) => [nameKey(name), { id, name }]));
  const lists: MadeList[] = [];
  for (const name of names) {
    const key = nameKey(name);
    const found = known.get(key);
    const list = found ?? { id: await brevo.createList({ name, folderId: await ensureFolder(brevo, FOLDER) }), name };
    known.set(key, list);
    lists.push({ ...list, made: found === undefined });
  }
  return lists;
}
