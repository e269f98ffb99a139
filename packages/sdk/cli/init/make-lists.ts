import type { TajoClient } from '../../client/client';
import type { Choices, ListChoice } from './choices';

/** Makes the lists that are to be made, and gives the choices with their numbers. */
export async function withListsMade(client: TajoClient, account: string, choices: Choices): Promise<Choices> {
  const names = namesToMake(choices);
  const ids = new Map<string, number>();
  for (let from = 0; from < names.length; from += MOST_AT_ONCE) {
    const part = names.slice(from, from + MOST_AT_ONCE);
    const { lists } = await client.connectors.makeLists('gorgias', { account, names: part });
    part.forEach((name, index) => ids.set(name, lists[index]?.id ?? 0));
  }
  return numbered(choices, ids);
}

/** The choices as they will be: numbers that no list has stand for those of lists that are to be made. */
export function withListsImagined(choices: Choices): Choices {
  const used = [...chosenLists(choices), ...choices.knownLists].map(({ id }) => id ?? 0);
  const first = Math.max(0, ...used) + 1;
  return numbered(choices, new Map(namesToMake(choices).map((name, index) => [name, first + index])));
}

/** Of one call. */
const MOST_AT_ONCE = 100;

function namesToMake(choices: Choices): readonly string[] {
  return [...new Set(chosenLists(choices).flatMap(({ id, name }) => (id === null ? [name] : [])))];
}

function chosenLists({ lists, tags, campaigns }: Choices): readonly ListChoice[] {
  return [
    ...Object.values(lists).filter((list) => list !== null),
    ...Object.values(tags),
    ...campaigns.flatMap(({ send }) => ('list' in send ? [send.list] : [])),
  ];
}

function numbered(choices: Choices, ids: ReadonlyMap<string, number>): Choices {
  const made = (list: ListChoice): ListChoice =>
    list.id === null ? { ...list, id: ids.get(list.name) ?? null } : list;
  const { all_support_contacts: all, satisfied_customers: satisfied } = choices.lists;
  const { dissatisfied_customers: dissatisfied, open_support: open } = choices.lists;
  return {
    ...choices,
    lists: {
      all_support_contacts: all && made(all),
      satisfied_customers: satisfied && made(satisfied),
      dissatisfied_customers: dissatisfied && made(dissatisfied),
      open_support: open && made(open),
    },
    tags: Object.fromEntries(Object.entries(choices.tags).map(([tag, list]) => [tag, made(list)])),
    campaigns: choices.campaigns.map((one) =>
      'list' in one.send ? { ...one, send: { list: made(one.send.list) } } : one,
    ),
  };
}
