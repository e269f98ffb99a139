import { z } from 'zod';
import { groupSentenceOf, recordOf, type SettingRecord } from './setting-record';
import { type SettingPath, shortName, withoutAccount } from './setting-path';
import { fileSettings } from './settings';

/** Stands for any name in a path: `campaigns.*.when`. */
const ANY_NAME = '*';

export interface ListedSetting extends SettingRecord {
  readonly path: readonly string[];
  /** Whether a value may stand in the file as it is. */
  readonly accepts: (value: unknown) => boolean;
}

export interface ListedGroup {
  readonly path: readonly string[];
  readonly sentence: string;
  /** The keys that the group knows; null: any. */
  readonly keys: readonly string[] | null;
}

interface Listing {
  readonly settings: readonly ListedSetting[];
  readonly groups: readonly ListedGroup[];
}

/** Every setting and group of the file, in the order of the schema. */
export const { settings: SETTINGS, groups: GROUPS }: Listing = listBelow(fileSettings, []);

function listBelow(schema: unknown, path: readonly string[], sentence = ''): Listing {
  if (schema instanceof z.ZodType) {
    const record = recordOf(schema);
    if (record !== undefined) {
      const accepts = (value: unknown): boolean => schema.safeParse(value).success;
      return { settings: [{ ...record, path, accepts }], groups: [] };
    }
    sentence = groupSentenceOf(schema) ?? sentence;
  }
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return listBelow(schema.unwrap(), path, sentence);
  }
  if (schema instanceof z.ZodRecord) {
    return joined({ path, sentence, keys: null }, [listBelow(schema.valueType, [...path, ANY_NAME])]);
  }
  if (!(schema instanceof z.ZodObject)) throw new Error(`The setting ${path.join('.')} has no record.`);
  const entries = Object.entries(schema.shape);
  const keys = entries.map(([key]) => key);
  return joined(
    { path, sentence, keys },
    entries.map(([key, inner]) => listBelow(inner, [...path, key])),
  );
}

function joined(group: ListedGroup, parts: readonly Listing[]): Listing {
  return {
    settings: parts.flatMap((part) => part.settings),
    groups: [group, ...parts.flatMap((part) => part.groups)],
  };
}

/** The setting or group that a path of the file stands for. */
export function findSetting(path: readonly string[]): ListedSetting | undefined {
  return SETTINGS.find((candidate) => matches(candidate.path, path));
}

export function findGroup(path: readonly string[]): ListedGroup | undefined {
  return GROUPS.find((candidate) => matches(candidate.path, path));
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((part, index) => part === ANY_NAME || part === path[index]);
}

/** How messages call a place of the file; an entry of a list is counted from 1, as people count. */
export function spokenName(path: SettingPath): string {
  const list = path.slice(0, -1);
  const isEntry = findSetting(withoutAccount(path)) === undefined && findSetting(withoutAccount(list)) !== undefined;
  return isEntry ? `${shortName(list)}, entry ${Number(path.at(-1)) + 1},` : shortName(path);
}
