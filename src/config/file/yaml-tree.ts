import { isAlias, isMap, isScalar, isSeq, Scalar, type LineCounter, type YAMLMap } from 'yaml';
import { findMisplaced } from './indentation';
import { type ConfigProblem } from './problems';
import { isBrevoKey, mayHoldSecret, namesSecret, variableFor } from './secrets';
import { spokenName } from '../settings/setting-index';
import { dotted, type SettingPath } from '../settings/setting-path';
import { substitute, type Variables, variablesIn } from './substitution';

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a value stands in the file, and how it may be quoted in a message. */
export interface Place {
  readonly key: Position;
  readonly value: Position;
  readonly quoted: string;
  /** A text or number as it is written, without quotes; null: it may hold a secret, or is none. */
  readonly written: string | null;
  /** The variables of which its value is made. */
  readonly variables: readonly string[];
  /** What its value would be without its quotes, where a variable stands in them. */
  readonly unquoted?: string | number | boolean;
}

export interface YamlTree {
  /** Plain values; mappings are objects without a prototype. Values with a fault are left out. */
  readonly root: unknown;
  readonly places: ReadonlyMap<string, Place>;
  readonly problems: readonly ConfigProblem[];
  /** What was left out. */
  readonly broken: readonly SettingPath[];
}

interface Reading {
  readonly lines: LineCounter;
  readonly variables: Variables;
  /** A mapping of which nothing but its key is written counts as absent. */
  readonly mayBeEmpty: (path: SettingPath) => boolean;
  /** What stands before the paths of this file: a part of a policy begins below `connectors.gorgias`. */
  readonly within: SettingPath;
  readonly places: Map<string, Place>;
  readonly problems: ConfigProblem[];
  readonly broken: SettingPath[];
}

const LEFT_OUT = Symbol('left out');
const LONGEST_QUOTE = 60;

export const placeKey = (path: SettingPath): string => JSON.stringify(path);

export function pathOfPlace(key: string): SettingPath {
  const path: unknown = JSON.parse(key);
  return Array.isArray(path) ? path.map(String) : [];
}

/** Nodes -> plain values with `${NAME}` replaced, and a place for each. */
export function readTree(
  contents: unknown,
  options: Pick<Reading, 'lines' | 'variables' | 'mayBeEmpty' | 'within'>,
): YamlTree {
  const reading: Reading = { ...options, places: new Map(), problems: [], broken: [] };
  const top = { line: 1, column: 1 };
  const value = readNode(reading, contents, { path: [], key: top });
  return { root: value === LEFT_OUT ? undefined : value, ...reading };
}

function readNode(
  reading: Reading,
  node: unknown,
  { path, key }: { readonly path: SettingPath; readonly key: Position },
): unknown {
  const value = positionOf(reading, node) ?? key;
  reading.places.set(placeKey(path), placeOf(reading, node, { key, value }));
  if (isMap(node)) return readMap(reading, node, path);
  if (isSeq(node)) {
    const items = node.items.map((item, index) =>
      readNode(reading, item, { path: [...path, String(index)], key: value }),
    );
    return items.filter((item) => item !== LEFT_OUT);
  }
  if (isAlias(node))
    return problem(reading, path, {
      at: value,
      complaint: 'is an alias (`*name`); write the value out, and in quotes if it starts with a star.',
    });
  const scalar: unknown = isScalar(node) ? node.value : null;
  if (scalar === null) return reading.mayBeEmpty(path) ? LEFT_OUT : null;
  return typeof scalar === 'string' ? readText(reading, { node, text: scalar, path, value }) : scalar;
}

function readText(
  reading: Reading,
  given: { node: unknown; text: string; path: SettingPath; value: Position },
): unknown {
  const { path, value } = given;
  if (isBrevoKey(given.text)) {
    return problem(reading, path, {
      at: value,
      complaint: 'holds a Brevo key: remove it here and set BREVO_API_KEY in the environment.',
    });
  }
  const substituted = substitute(given.text, reading.variables);
  if ('problem' in substituted) return problem(reading, path, { at: value, complaint: `${substituted.problem}.` });
  const plain = isScalar(given.node) && given.node.type === Scalar.PLAIN;
  return plain && substituted.text !== given.text ? asWritten(substituted.text) : substituted.text;
}

/** An unquoted `${LIST_ID}` means what an unquoted 35 would mean. */
export function asWritten(text: string): string | number | boolean {
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}

function readMap(reading: Reading, map: YAMLMap, path: SettingPath): Record<string, unknown> {
  const result = emptyMapping();
  const names = new Set<string>();
  const passed = leaveOutMisplaced(reading, map, path);
  for (const pair of map.items) {
    if (passed.has(pair)) continue;
    const { key, value } = pair;
    const position = positionOf(reading, key) ?? { line: 1, column: 1 };
    const name = nameOfKey(key);
    const complaint = complaintAbout(name, { names, path });
    if (name === undefined || complaint !== undefined) {
      problem(reading, [...path, name ?? '?'], { at: position, complaint: complaint ?? '' });
      continue;
    }
    names.add(name);
    const read = readNode(reading, value, { path: [...path, name], key: position });
    if (read !== LEFT_OUT) result[name] = read;
  }
  return result;
}

/** Lines that stand a level too far out are told once, at the key that they belong below; nothing else is said of them. */
function leaveOutMisplaced(reading: Reading, map: YAMLMap, path: SettingPath): ReadonlySet<unknown> {
  const misplaced = findMisplaced(map, [...reading.within, ...path], openNameOf);
  for (const { path: inside, key, complaint } of misplaced) {
    const at = positionOf(reading, key) ?? { line: 1, column: 1 };
    const own = inside.slice(reading.within.length);
    if (!reading.places.has(placeKey(own))) reading.places.set(placeKey(own), { ...NOWHERE, key: at, value: at });
    problem(reading, own, { at, complaint });
  }
  return new Set(misplaced.flatMap(({ pairs }) => pairs));
}

/** What may be a secret has a sentence of its own, and is repeated in no other. */
function openNameOf(key: unknown): string | undefined {
  const name = nameOfKey(key);
  return name === undefined || mayHoldSecret(name) || namesSecret(name) ? undefined : name;
}

function complaintAbout(
  name: string | undefined,
  { names, path }: { readonly names: ReadonlySet<string>; readonly path: SettingPath },
): string | undefined {
  if (name === undefined) return 'is a key that is not a plain text; write `name: value`.';
  if (name === '__proto__') return 'is a name that cannot be used; remove the line.';
  if (names.has(name)) return 'is set twice; keep one of the two.';
  if (isBrevoKey(name)) return 'holds a Brevo key: remove it here and set BREVO_API_KEY in the environment.';
  if (!namesSecret(name)) return undefined;
  return `is a secret, and secrets do not belong in this file: remove the line and set ${variableFor(dotted([...path, name]))} in the environment.`;
}

/** The key as it is written: `012` stays `012`. Undefined: it is no plain text. */
export function nameOfKey(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source === undefined || key.source === '' ? undefined : key.source;
}

function problem(
  reading: Reading,
  path: SettingPath,
  { at, complaint }: { readonly at: Position; readonly complaint: string },
): typeof LEFT_OUT {
  reading.broken.push(path);
  const name = spokenName(path);
  const shown = mayHoldSecret(name) ? 'A key' : shortened(name);
  const label = shown === '' ? 'The file' : shown;
  reading.problems.push({ path: mayHoldSecret(name) ? '' : dotted(path), ...at, sentence: `${label} ${complaint}` });
  return LEFT_OUT;
}

function positionOf(reading: Reading, node: unknown): Position | undefined {
  const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined;
  if (range === undefined || range === null) return undefined;
  const { line, col } = reading.lines.linePos(range[0]);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

const NOWHERE = { quoted: 'empty', written: null, variables: [] } as const;

function placeOf(reading: Reading, node: unknown, at: Pick<Place, 'key' | 'value'>): Place {
  const quoted = quote(node);
  if (!isScalar(node) || node.value === null) return { ...NOWHERE, ...at, quoted };
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  const variables = variablesIn(text);
  const place = { ...at, quoted, written: mayHoldSecret(text) ? null : text, variables };
  const substituted = substitute(text, reading.variables);
  const isQuoted = node.type !== Scalar.PLAIN && variables.length > 0 && 'text' in substituted;
  return isQuoted ? { ...place, unquoted: asWritten(substituted.text) } : place;
}

/** As it stands in the file, before variables are put in, so that no variable's value gets into a message. */
function quote(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return node.items.every(isScalar) ? shortened(`[${node.items.map(quote).join(', ')}]`) : 'a list';
  if (!isScalar(node) || node.value === null) return 'empty';
  const written = node.type === Scalar.PLAIN ? (node.source ?? '') : JSON.stringify(node.value);
  if (mayHoldSecret(written)) return 'a value that is not shown because it may hold a secret';
  return shortened(written);
}

function shortened(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

export function emptyMapping<Value = unknown>(): Record<string, Value> {
  const mapping: Record<string, Value> = {};
  // Tags and campaigns have names of the user's choice; `constructor` must not be found where nobody wrote it.
  Object.setPrototypeOf(mapping, null);
  return mapping;
}
