import { listKey, type ListRef } from '../../domain/list-name';

/** Every setting that takes a list: the three places of the file in which there are some. */
export interface ListsBySetting {
  readonly lists: Readonly<Record<string, ListRef | null | undefined>>;
  readonly tags: Readonly<Record<string, ListRef>>;
  /** Lists that campaigns put people on, by campaign. */
  readonly campaigns: Readonly<Record<string, ListRef | undefined>>;
}

export interface ListSetting {
  /** Without `connectors.gorgias`. */
  readonly path: readonly string[];
  readonly list: ListRef;
}

/** Those that are set. */
export function listSettings({ lists, tags, campaigns }: ListsBySetting): readonly ListSetting[] {
  return [
    ...Object.entries(lists).map(([name, list]) => ({ path: ['lists', name], list })),
    ...Object.entries(tags).map(([tag, list]) => ({ path: ['tags', 'lists', tag], list })),
    ...Object.entries(campaigns).map(([name, list]) => ({ path: ['campaigns', name, 'send', 'list_id'], list })),
  ].flatMap(({ path, list }) => (list === null || list === undefined ? [] : [{ path, list }]));
}

export interface Twice {
  readonly setting: ListSetting;
  readonly other: ListSetting;
  /** Without a full stop. */
  readonly sentence: string;
}

/**
 * Settings on whose list another one keeps people already. Each list that the connector keeps must have one meaning: it adds people *and takes
 * them off*, so two meanings on one list would undo each other with every sync.
 */
export function meantTwice(
  settings: readonly ListSetting[],
  keyOf: (list: ListRef) => ListRef = listKey,
): readonly Twice[] {
  const meanings = new Map<ListRef, ListSetting>();
  return settings.flatMap((setting) => {
    const key = keyOf(setting.list);
    const other = meanings.get(key);
    const [place] = setting.path;
    if (other === undefined) {
      // A campaign only adds: two of them may add to the same.
      if (place !== 'campaigns') meanings.set(key, setting);
      return [];
    }
    // Two tags may share a list: on it is who has one of them.
    if (place === 'tags' && other.path[0] === 'tags') return [];
    return [{ setting, other, sentence: sentenceFor(setting, other, key) }];
  });
}

function sentenceFor(setting: ListSetting, other: ListSetting, key: ListRef): string {
  const list = typeof key === 'number' ? `list ${String(key)}` : `the list “${String(setting.list).trim()}”`;
  return `is ${list}, which is ${other.path.join('.')} already: the connector also takes people off that list, so use another one`;
}
