import { type ListByName, LISTS_FOLDER, listsNamed, nameKey } from '../../domain/list-name';
import { adviceOn } from '../file/nearest';
import type { ConnectorConfig } from '../types';
import { type ListSetting, listSettings, meantTwice } from './list-settings';

/** A list of Brevo, as it is now. */
export interface BrevoList {
  readonly id: number;
  readonly name: string;
}

/** What the names of lists in the settings stand for; the numbers stand for themselves. */
export interface CheckedLists {
  /** The number of each list that is given by name, by {@link nameKey}. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Names of lists to make before the run, once there are no faults, as the settings spell them. */
  readonly toMake: readonly string[];
  /** Lists that a name stood for and that Brevo has no more. */
  readonly gone: readonly number[];
  /** What is wrong and the fix, without a full stop; `setting` without `connectors.gorgias`. */
  readonly faults: readonly { readonly setting: string; readonly sentence: string }[];
  /** What each name comes to, for whoever asks before a run. */
  readonly named: readonly ListByName[];
}

interface Known {
  readonly lists: readonly BrevoList[];
  /** What names stood for before: a list that was renamed in Brevo is still the one that was meant. */
  readonly numbers: ReadonlyMap<string, number>;
}

type Places = Pick<ConnectorConfig, 'lists' | 'tags' | 'campaigns'>;

/**
 * Holds every setting that takes a list against Brevo's lists as they are right now: the one place that says which list a name stands for. A
 * name keeps the list that it stood for; else it is the one that is called so, or one that is made where `brevo.create_lists` allows it.
 */
export function checkListSettings(
  config: Places & Pick<ConnectorConfig, 'brevo' | 'sync'>,
  known: Known,
): CheckedLists {
  const settings = settingsOf(config);
  const verdicts = settings.map((setting) => {
    const verdict = judge(setting, known, config.brevo.createLists);
    // What has no effect is no fault, and nothing is made for it; who is on a list that is there stays on it.
    const isIdle = setting.path[0] === 'tags' && !config.sync.tags;
    return { setting, isIdle, ...(isIdle && verdict.id === undefined ? {} : verdict) };
  });
  const faults = verdicts.flatMap(({ setting, fault }) => (fault === undefined ? [] : [{ setting, sentence: fault }]));
  const named = verdicts.flatMap(({ setting: { list }, id = null, fault, isIdle }) =>
    typeof list === 'string'
      ? [{ key: nameKey(list), name: list.trim(), id, isMade: id === null && fault === undefined && !isIdle }]
      : [],
  );
  const numbers = new Map(named.flatMap(({ key, id }) => (id === null ? [] : [[key, id] as const])));
  const toMake = new Map(named.flatMap(({ key, name, isMade }) => (isMade ? [[key, name]] : [])));
  const twice = meantTwice(settings, (list) =>
    typeof list === 'number' ? list : (numbers.get(nameKey(list)) ?? nameKey(list)),
  );
  return {
    numbers,
    toMake: [...toMake.values()],
    gone: goneOf(named, known),
    faults: [...faults, ...twice].map(({ setting, sentence }) => ({ setting: setting.path.join('.'), sentence })),
    named: verdicts.flatMap(({ setting: { path, list }, id = null, fault, isIdle }) =>
      typeof list === 'string'
        ? [{ setting: path.join('.'), name: list.trim(), id, sentence: isIdle ? IDLE : sentenceOf(id, fault) }]
        : [],
    ),
  };
}

/** Every setting of the configuration that takes a list, under its name in the file. */
export function settingsOf({ lists, tags, campaigns }: Places): readonly ListSetting[] {
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, openSupport } = lists;
  return listSettings({
    lists: {
      all_support_contacts: allSupportContacts,
      satisfied_customers: satisfiedCustomers,
      dissatisfied_customers: dissatisfiedCustomers,
      open_support: openSupport,
    },
    tags: tags.lists,
    campaigns: Object.fromEntries(
      Object.entries(campaigns).map(([name, { send }]) => [name, 'listId' in send ? send.listId : undefined]),
    ),
  });
}

const IDLE = 'has no effect while sync.tags is false';

function sentenceOf(id: number | null, fault: string | undefined): string {
  if (fault !== undefined) return `stands for no list: ${fault}`;
  return id === null ? `is made by the first sync, in Brevo’s folder ${LISTS_FOLDER}` : `is list ${String(id)}`;
}

function goneOf(named: readonly { readonly key: string }[], { lists, numbers }: Known): readonly number[] {
  const meant = new Set(named.flatMap(({ key }) => numbers.get(key) ?? []));
  return [...meant].filter((id) => !lists.some((list) => list.id === id));
}

interface Verdict {
  readonly id?: number;
  readonly fault?: string;
}

function judge({ list }: ListSetting, { lists, numbers }: Known, mayCreate: boolean): Verdict {
  if (typeof list === 'number') {
    if (lists.some(({ id }) => id === list)) return { id: list };
    return { fault: `Brevo has no list ${String(list)}; create it there, or correct the number` };
  }
  const before = numbers.get(nameKey(list));
  if (before !== undefined && lists.some(({ id }) => id === before)) return { id: before };
  const found = listsNamed(list, lists);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { id: only.id };
  if (found.length > 1) return { fault: severalFault(list, found) };
  return mayCreate ? {} : { fault: noneFault(list, lists) };
}

function severalFault(name: string, found: readonly BrevoList[]): string {
  const ids = found.map(({ id }) => id).sort((one, other) => one - other);
  const all = `${ids.slice(0, -1).join(', ')} and ${String(ids.at(-1))}`;
  return `Brevo has ${String(ids.length)} lists called “${name}”, ${all}; write the number of the one that is meant, or rename the others there`;
}

function noneFault(name: string, lists: readonly BrevoList[]): string {
  const nearest = adviceOn(
    name,
    lists.map((list) => list.name),
  );
  return `Brevo has no list called “${name}”, ${nearest}; correct the name, create the list there, or set \`brevo.create_lists: true\` to have it made in its folder ${LISTS_FOLDER}`;
}

/** The lists of a configuration by number. A name that stands for no list, or for none yet, is left out. */
export interface ListNumbers {
  readonly lists: Readonly<Record<keyof ConnectorConfig['lists'], number | null>>;
  /** By the tag's name as the settings spell it. */
  readonly tags: Readonly<Record<string, number>>;
}

/** @param numbers by {@link nameKey} */
export function numbered(
  { lists, tags }: Pick<ConnectorConfig, 'lists' | 'tags'>,
  numbers: ReadonlyMap<string, number>,
): ListNumbers {
  const of = (list: ConnectorConfig['lists'][keyof ConnectorConfig['lists']]): number | null =>
    typeof list === 'string' ? (numbers.get(nameKey(list)) ?? null) : list;
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, openSupport } = lists;
  return {
    lists: {
      allSupportContacts: of(allSupportContacts),
      satisfiedCustomers: of(satisfiedCustomers),
      dissatisfiedCustomers: of(dissatisfiedCustomers),
      openSupport: of(openSupport),
    },
    tags: Object.fromEntries(
      Object.entries(tags.lists).flatMap(([tag, list]) => {
        const id = of(list);
        return id === null ? [] : [[tag, id] as const];
      }),
    ),
  };
}
