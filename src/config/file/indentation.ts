import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import { findGroup, findSetting } from '../settings/setting-index';
import { type SettingPath } from '../settings/setting-path';

type NameOf = (key: unknown) => string | undefined;

/** Lines that stand beside the key that they belong below: one slip of the hand, so one sentence, at the key. */
export interface Misplaced {
  /** What is told of it, and left out with it. */
  readonly path: SettingPath;
  readonly key: unknown;
  readonly complaint: string;
  readonly pairs: readonly Pair[];
}

/** A mapping of the file -> what of it is indented wrongly; its other lines are looked at as ever. */
export function findMisplaced(map: YAMLMap, path: SettingPath, nameOf: NameOf): readonly Misplaced[] {
  const stranded = map.items.flatMap((pair, index) => {
    const name = nameOf(pair.key);
    if (name === undefined || !isEmpty(pair.value)) return [];
    const inside = [...path, name];
    const after = map.items.slice(index + 1);
    const end = after.findIndex((next) => !belongs(next, inside, nameOf));
    const pairs = end < 0 ? after : after.slice(0, end);
    if (pairs.length === 0) return [];
    const complaint = `has nothing indented below it: ${listed(pairs, nameOf)} beside it; indent ${pairs.length === 1 ? 'that line' : 'those lines'} by two spaces more.`;
    return [{ path: inside, key: pair.key, complaint, pairs: [pair, ...pairs] }];
  });
  const taken = new Set(stranded.flatMap(({ pairs }) => pairs));
  return [...stranded, ...nameless(map, path, { nameOf, taken })];
}

/** `campaigns: { when: …, send: … }`: the name that makes a campaign of it is missing. */
function nameless(
  map: YAMLMap,
  path: SettingPath,
  { nameOf, taken }: { readonly nameOf: NameOf; readonly taken: ReadonlySet<Pair> },
): readonly Misplaced[] {
  const keys = findGroup(path)?.keys === null ? (findGroup([...path, ''])?.keys ?? []) : [];
  const pairs = map.items.filter((pair) => {
    const name = nameOf(pair.key);
    return name !== undefined && keys.includes(name) && !taken.has(pair) && !hasOneOf(pair.value, keys, nameOf);
  });
  if (pairs.length === 0) return [];
  const complaint = `lacks a name of your choice, such as \`my-own:\`: ${listed(pairs, nameOf)} directly below it; write the name there, and indent ${pairs.length === 1 ? 'that line' : 'those lines'} below the name.`;
  return [{ path, key: pairs[0]?.key, complaint, pairs }];
}

/** True for a line that the group `inside` knows, and the one that it stands in does not, or not with such a value. */
function belongs({ key, value }: Pair, inside: SettingPath, nameOf: NameOf): boolean {
  const name = nameOf(key);
  const group = findGroup(inside);
  if (name === undefined || group === undefined) return false;
  const outer = findGroup([...inside.slice(0, -1), name]);
  const isOuterKey = findGroup(inside.slice(0, -1))?.keys?.includes(name) === true;
  if (isOuterKey && (outer === undefined || isMap(value) || isEmpty(value))) return false;
  if (group.keys !== null) return group.keys.includes(name);
  const entry = findGroup([...inside, name])?.keys;
  if (entry !== undefined) return entry !== null && hasOneOf(value, entry, nameOf);
  return isScalar(value) && findSetting([...inside, name])?.accepts(value.value) === true;
}

function hasOneOf(value: unknown, keys: readonly string[], nameOf: NameOf): boolean {
  return isMap(value) && value.items.some(({ key }) => keys.includes(nameOf(key) ?? ''));
}

const isEmpty = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null && (node.source ?? '') === '');

/** `when`, `delay` and `send` stand */
function listed(pairs: readonly Pair[], nameOf: NameOf): string {
  const names = pairs.map(({ key }) => `\`${nameOf(key) ?? ''}\``);
  if (names.length === 1) return `${names[0] ?? ''} stands`;
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more stand`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} stand`;
}

const MOST_NAMED = 4;
