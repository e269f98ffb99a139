import { type z } from 'zod';
import { type ConfigProblem } from './problems';
import { mayBeMeant } from './nearest';
import { findGroup, findSetting, SETTINGS, spokenName, type ListedSetting } from '../settings/setting-index';
import { repaired } from '../settings/meant';
import { exampleFor, turnedRound } from '../settings/setting-example';
import { dotted, GORGIAS, shortName, startsWith, type SettingPath } from '../settings/setting-path';
import { withoutBlank } from './yaml-slips';
import { asWritten, type Place, placeKey } from './yaml-tree';

type Places = ReadonlyMap<string, Place>;

/** A fault and the part of the file that has to be left out for the rest to be looked at. */
export interface IssueProblem {
  readonly path: SettingPath;
  readonly problem: ConfigProblem;
  readonly broken: SettingPath;
  /** What an unknown key was meant to be, where the file has no such setting: that it is missing is no second fault. */
  readonly meant?: SettingPath;
}

/** What zod found -> sentences: which setting, what was given, what to write. */
export function toProblems(issue: z.core.$ZodIssue, places: Places): readonly IssueProblem[] {
  const path = issue.path.map(String);
  const slip = withoutBlank(path.at(-1) ?? '');
  if (slip !== undefined && issue.code !== 'unrecognized_keys') return [unparted(path, slip, places)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, places));
  const setting = findSetting(path) ?? findSetting(path.slice(0, -1));
  if (setting === undefined) return [wrongGroup(path, places)];
  const settingPath = path.slice(0, setting.path.length);
  if (path.length > settingPath.length && setting.entry !== undefined)
    return [wrongEntry({ ...setting, entry: setting.entry }, path, places.get(placeKey(path)))];
  return [
    places.has(placeKey(settingPath))
      ? wrongValue(setting, settingPath, places)
      : missing(setting, settingPath, places),
  ];
}

/** `{ hold:7d }`: a whole line was taken for the key. */
function unparted(path: SettingPath, slip: string, places: Places): IssueProblem {
  const sentence = `${shortName(path)} is taken for a key as a whole: ${slip}.`;
  const problem = { path: dotted(path), ...positionOf(places.get(placeKey(path))?.key), sentence };
  return { path, broken: path, problem };
}

function wrongValue(setting: ListedSetting, path: SettingPath, places: Places): IssueProblem {
  const place = places.get(placeKey(path));
  const sentence = `${shortName(path)} must be ${setting.expects}, but is ${wrongWords(setting, path, place)}.`;
  return { path, broken: path, problem: { path: dotted(path), ...positionOf(place?.value), sentence } };
}

function wrongEntry(
  { entry, meant, accepts }: ListedSetting & { readonly entry: string },
  path: SettingPath,
  place: Place | undefined,
): IssueProblem {
  const { quoted = 'empty', written = null } = place ?? {};
  const right = written === null ? undefined : meant?.(written);
  const advice = right !== undefined && accepts([asWritten(right)]) ? `; write \`${right}\`` : '';
  const sentence = `${spokenName(path)} must be ${entry}, but is ${quoted}${advice}.`;
  return {
    path,
    broken: path.slice(0, -1),
    problem: { path: dotted(path), ...positionOf(place?.value), sentence },
  };
}

/** What is there instead, and what to do about it. */
function wrongWords(setting: ListedSetting, path: SettingPath, place: Place | undefined): string {
  const { quoted = 'empty', written = null, variables = [], unquoted } = place ?? {};
  const key = path.at(-1) ?? '';
  if (unquoted !== undefined && setting.accepts(unquoted)) {
    return `${quoted}: write it without quotes, on a line of its own, so that its value is no text`;
  }
  const [variable] = variables;
  if (variable !== undefined) {
    return `${quoted} with the value of ${variable} in the environment: correct that value, for example to ${exampleFor(setting, path)}`;
  }
  const turned = written === null ? undefined : turnedRound(setting, key, written);
  if (turned !== undefined) {
    return `${quoted}: the field of Gorgias stands before the colon and the attribute of Brevo behind it, so write \`${turned}\``;
  }
  const meant = written === null ? [] : [setting.meant?.(written) ?? '', ...repaired(written)];
  const right = meant.find((text) => text !== '' && setting.accepts(asWritten(text)));
  if (right !== undefined) return `${quoted}; write \`${key}: ${right}\``;
  return `${quoted}; write for example \`${key}: ${exampleFor(setting, path)}\``;
}

function missing(setting: ListedSetting, path: SettingPath, places: Places): IssueProblem {
  const parent = path.slice(0, -1);
  const sentence = `${shortName(path)} is missing: it must be ${setting.expects}; write for example \`${path.at(-1) ?? ''}: ${exampleFor(setting, path)}\`.`;
  return {
    path,
    broken: parent,
    problem: { path: dotted(path), ...positionOf(places.get(placeKey(parent))?.key), sentence },
  };
}

function wrongGroup(path: SettingPath, places: Places): IssueProblem {
  const keys = findGroup(path)?.keys ?? null;
  const inside =
    keys === null ? 'of names and values' : `with ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}`;
  const place = places.get(placeKey(path));
  const name = path.length === 0 ? 'The file' : shortName(path);
  const slip = withoutBlank(place?.quoted ?? '');
  const position = positionOf(place?.value ?? places.get(placeKey(path.slice(0, -1)))?.key);
  const found = place === undefined ? 'is missing' : `is ${place.quoted}`;
  const whole = path.length === 0 ? '; tajo.example.yaml is one' : ', indented below its key';
  const sentence = `${name} ${found}, but ${slip ?? `must be a mapping ${inside}${whole}`}.`;
  return { path, broken: path, problem: { path: dotted(path), ...position, sentence } };
}

function unknownKey(group: SettingPath, key: string, places: Places): IssueProblem {
  const path = [...group, key];
  const place = places.get(placeKey(path));
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  const name = shortName([...group, shown]);
  const sentence = `${name} is not a setting: ${adviceFor(group, key)}.`;
  const problem = { path: dotted([...group, shown]), ...positionOf(place?.key), sentence };
  const meant = meantBy(group, key);
  if (meant === undefined || places.has(placeKey([...group, meant]))) return { path, broken: path, problem };
  return { path, broken: path, problem, meant: [...group, meant] };
}

/** The key of the group that somebody had in mind who wrote this one; undefined: nobody can tell. */
function meantBy(group: SettingPath, key: string): string | undefined {
  const keys = findGroup(group)?.keys ?? [];
  if (group.length < GORGIAS.length) return keys[0];
  return keys.find((known) => known === OTHER_WORDS[key]) ?? mayBeMeant(key, keys);
}

/** Settings that people know from elsewhere and that have another place here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  email: 'the e-mail of the Gorgias user is read from GORGIAS_EMAIL in the environment',
  base_url: 'addresses are read from the environment, GORGIAS_BASE_URL and BREVO_BASE_URL',
  database_url: 'the database is read from DATABASE_URL in the environment',
  port: 'the port is read from PORT in the environment',
};

/** Words of Gorgias, of the SDK's events and of everyday speech for what a key says. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'ticket.resolved': 'ticket.closed',
  'ticket.opened': 'ticket.created',
  'survey.sent': 'satisfaction_survey.created',
  'survey.answered': 'satisfaction_survey.responded',
  surveys: 'satisfaction_surveys',
  satisfied: 'satisfied_customers',
  dissatisfied: 'dissatisfied_customers',
  template: 'template_id',
  list: 'list_id',
  wait: 'delay',
  after: 'delay',
};

function adviceFor(group: SettingPath, key: string): string {
  const slip = withoutBlank(key);
  if (slip !== undefined) return slip;
  if (Object.hasOwn(ELSEWHERE, key)) return ELSEWHERE[key] ?? '';
  if (group.length < GORGIAS.length) {
    const only = `only \`${findGroup(group)?.keys?.[0] ?? ''}\` may stand here`;
    if (findGroup([...GORGIAS, key]) !== undefined || findSetting([...GORGIAS, key]) !== undefined)
      return `its place is \`${dotted([...GORGIAS, key])}\`, indented below \`gorgias\``;
    return group.length === 0 && key === GORGIAS[1] ? `${only}, and \`${key}\` indented below it` : only;
  }
  const sameName = SETTINGS.find((setting) => setting.path.at(-1) === key && startsWith(setting.path, GORGIAS));
  const meant = findGroup(group)?.keys?.find((known) => known === OTHER_WORDS[key]);
  if (meant !== undefined) return `what is meant is called \`${meant}\` here`;
  const section = [...GORGIAS, key];
  if (group.length > GORGIAS.length && findGroup(section) !== undefined)
    return `its place is directly below connectors.gorgias, beside \`${group[GORGIAS.length] ?? ''}\``;
  if (sameName !== undefined) return `its place is \`${shortName(sameName.path)}\``;
  return nearestOrAll(group, key);
}

/** Groups that a tag's list is looked for in, by people who have not seen `tags.lists`. */
const TAGS_LISTED_IN: readonly string[] = ['lists', 'tags'];
const MOST_LISTED = 8;

/** A key that is far from all of them is no slip: the nearest would be none that was meant. */
function nearestOrAll(group: SettingPath, key: string): string {
  const keys = findGroup(group)?.keys ?? [];
  const meant = mayBeMeant(key, keys);
  if (meant !== undefined) return `the nearest valid key is \`${meant}\``;
  const listed = keys.slice(0, MOST_LISTED).map((known) => `\`${known}\``);
  const rest = keys.length > MOST_LISTED ? ', … (all of them: docs/configuration.md)' : '';
  const forTag =
    group.length === GORGIAS.length + 1 && TAGS_LISTED_IN.includes(group[GORGIAS.length] ?? '')
      ? '; the list of a tag is set below `tags.lists`, by the name of the tag'
      : '';
  return `valid keys are ${listed.join(', ')}${rest}${forTag}`;
}

function positionOf(position: { line: number; column: number } | undefined): { line: number; column: number } {
  return position ?? { line: 1, column: 1 };
}
