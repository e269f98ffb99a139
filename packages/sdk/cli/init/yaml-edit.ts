import { type Document, isMap, isScalar, type Scalar, YAMLMap } from 'yaml';
import { nameOfKey } from '../../../../src/config/file/yaml-tree';

/** Keys from the top of the file down, as they are written. */
export type Path = readonly string[];

/** What stands beside a value that is written, for the reader. */
export interface Comment {
  readonly text: string;
  /** True of what we, or somebody like us, wrote beside the value of before; all else is the user's, and stays. */
  readonly isOurs: (comment: string, before: unknown) => boolean;
}

/** A value that is there is changed where it stands; the way to a new one is made. */
export function write(document: Document.Parsed, path: Path, value: unknown, comment?: Comment): void {
  const keys = keysOf(document, path);
  const there = document.getIn(keys, true);
  if (isScalar(there) && there.value !== null) {
    if (there.value === value) return;
    const said = there.comment ?? '';
    const isFree = said === '' || comment?.isOurs(said.trim(), there.value) === true;
    there.value = value;
    if (isFree) note(there, comment);
    return;
  }
  const node = document.createNode(value);
  if (isScalar(node)) {
    // `csat: { wait: # …`: nothing but a comment.
    if (isScalar(there)) keepComments(there, node);
    if ((node.comment ?? '') === '') note(node, comment);
  }
  makeWay(document, path.slice(0, -1));
  document.setIn(keysOf(document, path), node);
}

/** A setting that is not there is none that could be taken out. */
export function take(document: Document.Parsed, path: Path): void {
  const keys = keysOf(document, path);
  if (document.hasIn(keys)) document.deleteIn(keys);
}

export function keysAt(document: Document.Parsed, path: Path): readonly string[] {
  const map = document.getIn(keysOf(document, path));
  return isMap(map) ? map.items.flatMap(({ key }) => nameOfKey(key) ?? []) : [];
}

/** The file's own keys: `2024:` is a number to YAML, and the same name to whoever reads the settings. */
function keysOf(document: Document.Parsed, path: Path): readonly unknown[] {
  const keys: unknown[] = [];
  for (const part of path) {
    const map = document.getIn(keys, true);
    const pair = isMap(map) ? map.items.find(({ key }) => nameOfKey(key) === part) : undefined;
    keys.push(pair?.key ?? part);
  }
  return keys;
}

function note(node: Scalar, comment: Comment | undefined): void {
  const text = comment?.text.replace(/\s+/g, ' ') ?? '';
  if (text !== '') node.comment = ` ${text}`;
  else if (comment !== undefined) node.comment = null;
}

/** `lists:` without anything is nothing that can be added to, and `{}` is better written on lines of its own once it holds something. */
function makeWay(document: Document.Parsed, path: Path): void {
  for (let length = 1; length <= path.length; length += 1) {
    const part = keysOf(document, path.slice(0, length));
    const node = document.getIn(part, true);
    if (isMap(node)) {
      if (node.items.length === 0) node.flow = false;
      continue;
    }
    const map = new YAMLMap();
    // Of a section of which all is commented out; it stands above what is added now.
    if (isScalar(node)) map.commentBefore = [node.commentBefore, node.comment].filter(Boolean).join('\n');
    if (isScalar(node) && node.spaceBefore === true) map.spaceBefore = true;
    document.setIn(part, map);
  }
}

function keepComments(from: Scalar, to: Scalar): void {
  to.comment = from.comment ?? null;
  to.commentBefore = from.commentBefore ?? null;
}
