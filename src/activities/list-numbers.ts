import { type CheckedLists, type ListNumbers, numbered } from '../config/rules/check-lists';
import { type ListRef, nameKey } from '../domain/list-name';
import type { ActivityDeps } from './deps';

/** The lists of the settings by number, as they were last found in Brevo, or made. */
export async function listNumbers(
  { configOf, store }: Pick<ActivityDeps, 'configOf' | 'store'>,
  account: string,
): Promise<ListNumbers> {
  return numbered(configOf(account), await store.contacts.namedLists(account));
}

/** Null: nothing in Brevo is known to be called so. */
export async function listNumber(
  { store }: Pick<ActivityDeps, 'store'>,
  account: string,
  list: ListRef,
): Promise<number | null> {
  if (typeof list === 'number') return list;
  return (await store.contacts.namedLists(account)).get(nameKey(list)) ?? null;
}

/** For a dry run: lists that are to be made stand under numbers that no list has. */
export function imaginedNumbers(
  { numbers, toMake }: CheckedLists,
  taken: readonly number[],
): ReadonlyMap<string, number> {
  const first = Math.max(0, ...taken) + 1;
  return new Map([...numbers, ...toMake.map((name, index) => [nameKey(name), first + index] as const)]);
}
