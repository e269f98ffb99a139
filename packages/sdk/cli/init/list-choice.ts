import { type ListRef, listsNamed, nameKey } from '../../../../src/domain/list-name';
import type { Offers } from '../../client/insight-types';
import type { ListChoice } from './choices';
import type { Choice } from '../prompts';

export const NONE = 'none';

/** An answer is a number or a name of a list, or `none`. A name that Brevo does not have is that of a list to be made. */
export function listOf(answer: string, { lists }: Pick<Offers, 'lists'>): ListChoice | null {
  const text = answer.trim();
  if (text === '' || text.toLowerCase() === NONE) return null;
  const byNumber = /^\d{1,10}$/.test(text) ? lists.find(({ id }) => id === Number(text)) : undefined;
  const found = byNumber ?? listsNamed(text, lists)[0];
  if (found !== undefined) return found;
  // A number that Brevo does not know is a mistake, which the comparison with Brevo will tell by its line.
  return /^\d{1,10}$/.test(text) ? { id: Number(text), name: '' } : { id: null, name: text };
}

/** One that is to be made is known by its name. */
export function isSameList(one: ListChoice, other: ListChoice): boolean {
  return one.id === null || other.id === null ? nameKey(one.name) === nameKey(other.name) : one.id === other.id;
}

/** The lists that there are, the one that would be made unless there is one of its name, and none. */
export function listChoices({ lists }: Pick<Offers, 'lists'>, toMake: string): readonly Choice[] {
  const known = [...lists]
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ id, name }) => ({ value: String(id), label: name, hint: `list ${String(id)}` }));
  const isThere = lists.some(({ name }) => nameKey(name) === nameKey(toMake));
  return [
    ...(isThere ? [] : [{ value: toMake, label: `Make the list “${toMake}”`, hint: 'in the folder Gorgias' }]),
    ...known,
    { value: NONE, label: 'None' },
  ];
}

/** The list of that name, as an answer; else the name, for one to be made. */
export function fittingList({ lists }: Pick<Offers, 'lists'>, wanted: string): string {
  const [found] = listsNamed(wanted, lists);
  return found === undefined ? wanted : String(found.id);
}

/** What the file says, as an answer. */
export function answerOf(list: ListRef, offers: Pick<Offers, 'lists'>): string {
  return typeof list === 'number' ? String(list) : fittingList(offers, list);
}

/** Enter keeps what the file says, also where the vendor has no such thing now: the comparison with it tells that by its line. */
export function withNow(choices: readonly Choice[], now: string | null): readonly Choice[] {
  const isThere = now === null || choices.some(({ value }) => value === now);
  return isThere ? choices : [{ value: now, label: now, hint: 'stands in the file now' }, ...choices];
}
