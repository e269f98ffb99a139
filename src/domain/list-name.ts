/** A list of Brevo as settings give it: by its number, or by its name. */
export type ListRef = number | string;

/** What a list that the settings give by name comes to in Brevo. */
export interface ListByName {
  /** Without `connectors.gorgias`. */
  readonly setting: string;
  readonly name: string;
  /** Its number there; null: it is to be made, or has a fault. */
  readonly id: number | null;
  /** That goes on after its name, without a full stop. */
  readonly sentence: string;
}

/** By which two names of lists are the same to a person: without case and outer space. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

/** What is the same for all spellings of one list. */
export function listKey(list: ListRef): ListRef {
  return typeof list === 'number' ? list : nameKey(list);
}

/**
 * The lists that a name may stand for: those that are spelled just so, else those that differ in case or outer space. Brevo keeps nobody from
 * giving one name to several lists, so there may be more than one.
 */
export function listsNamed<List extends { readonly name: string }>(
  name: string,
  lists: readonly List[],
): readonly List[] {
  const exact = lists.filter((list) => list.name.trim() === name.trim());
  return exact.length > 0 ? exact : lists.filter((list) => nameKey(list.name) === nameKey(name));
}

/**
 * Numbers of lists with what Brevo calls them: `35 (Dissatisfied), 36`.
 *
 * @param names by number, as far as they are known
 */
export function listWords(ids: readonly number[], names: Readonly<Record<string, string>>): string {
  return ids.map((id) => (names[id] === undefined ? String(id) : `${String(id)} (${names[id]})`)).join(', ');
}

/** Brevo's folder of the lists that are made for settings; those of tags have their own, `tags.folder`. */
export const LISTS_FOLDER = 'Gorgias';
