import { LISTS_FOLDER, listsNamed } from '../../domain/list-name';
import type { ListMakingInput, MadeList } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { allLists } from './all-lists';
import { ensureFolder } from './ensure-folder';
import { makingLists } from './making-lists';

/**
 * A list for each name, in the order of the names. One that Brevo has already, in any spelling, is taken: so a second attempt after a lost
 * answer makes none twice.
 */
export function makeLists(deps: ActivityDeps, { account, names }: ListMakingInput): Promise<readonly MadeList[]> {
  return makingLists(deps, account, async (stay) => {
    const brevo = deps.brevo(account, 'person');
    const known = (await allLists(brevo)).map(({ id, name }) => ({ id, name }));
    const lists: MadeList[] = [];
    for (const name of names) {
      const [found] = listsNamed(name, known);
      await stay();
      const list = found ?? {
        id: await brevo.createList({ name, folderId: await ensureFolder(brevo, LISTS_FOLDER) }),
        name,
      };
      if (found === undefined) known.push(list);
      lists.push({ ...list, made: found === undefined });
    }
    return lists;
  });
}
