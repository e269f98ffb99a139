import { type CheckedLists, checkListSettings } from '../../config/rules/check-lists';
import { LISTS_FOLDER, nameKey } from '../../domain/list-name';
import type { SettingFinding } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { judge, worked } from '../judge';
import { allLists } from './all-lists';
import { ensureFolder } from './ensure-folder';
import type { HeldAgainst } from './held-against';
import { makingLists } from './making-lists';
import { reportMissingLists } from './missing-lists';

/**
 * Keeps which lists the names in the settings stand for, and makes those that are to be made, unless there are faults to be mended first. A
 * list that is made is found by its name if this ends before it is kept. What Brevo calls its lists is kept for whoever reads their numbers. Whoever belongs on a list that was not known before is due.
 * @returns what Brevo does not take, as faults of the settings.
 */
export async function keepNamedLists(
  deps: ActivityDeps,
  account: string,
  { lists: checked, existing, make }: Pick<HeldAgainst, 'lists' | 'existing'> & { readonly make: boolean },
): Promise<readonly SettingFinding[]> {
  await reportMissingLists(deps, account, checked.gone);
  const { contacts } = deps.store;
  const isMaking = make && checked.toMake.length > 0;
  const { numbers, faults } = isMaking ? await makeMissing(deps, account) : { numbers: checked.numbers, faults: [] };
  await contacts.keepNamedLists(account, numbers);
  const named = checked.named.flatMap(({ name }) => {
    const id = numbers.get(nameKey(name));
    return id === undefined ? [] : [[id, name] as const];
  });
  // One that was made just now was not read yet. Where the settings take no list, none was read.
  const names = new Map([...named, ...existing.map(({ id, name }) => [id, name] as const)]);
  if (names.size > 0) await contacts.keepListNames(account, names);
  return faults;
}

interface Made {
  readonly numbers: ReadonlyMap<string, number>;
  readonly faults: readonly SettingFinding[];
}

function makeMissing(deps: ActivityDeps, account: string): Promise<Made> {
  return makingLists(deps, account, async (stay) => {
    const brevo = deps.brevo(account);
    const known = await deps.store.contacts.namedLists(account);
    // Another process may have made them meanwhile.
    const now = checkListSettings(deps.configOf(account), { lists: await allLists(brevo), numbers: known });
    const numbers = new Map(now.numbers);
    const faults: SettingFinding[] = [];
    for (const name of now.toMake) {
      await stay();
      const made = await makeOne(deps, account, name);
      if (typeof made === 'number') numbers.set(nameKey(name), made);
      else faults.push({ setting: settingOf(now, name), sentence: made });
    }
    return { numbers, faults };
  });
}

function settingOf({ named }: CheckedLists, name: string): string {
  return named.find((one) => nameKey(one.name) === nameKey(name))?.setting ?? 'lists';
}

/** Its number, or why there is none; what passes by itself is thrown. */
async function makeOne(deps: ActivityDeps, account: string, name: string): Promise<number | string> {
  const about = `named list/${name}`;
  const brevo = deps.brevo(account);
  try {
    const id = await brevo.createList({ name, folderId: await ensureFolder(brevo, LISTS_FOLDER) });
    worked(deps, { account, about });
    deps.log.info('lists.made', { account, list: id });
    return id;
  } catch (thrown) {
    const { error } = judge(deps, thrown, { account, subject: 'list', about });
    return `Brevo does not make the list “${name}” (${error.code}); make one there by hand, or give the list another name`;
  }
}
