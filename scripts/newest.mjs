// When files last changed, for scripts that do only what is out of date.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is made, or comes from elsewhere, is no source; it would make everything look new after each build. */
const NOT_ENTERED = ['dist', 'node_modules'];

/** Newest change below the given paths, folders included: a deleted file changes its folder. */
export function newest(paths) {
  return Math.max(...paths.flatMap((path) => entriesBelow(path).map(modifiedAt)));
}

export function filesBelow(folder) {
  return entriesBelow(folder).filter((path) => statSync(path).isFile());
}

/** 0 for a file that is not there. */
export function modifiedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

/** Also when a file was put in its place that is older: a move or a copy is a change of it. */
export function changedAt(path) {
  const { mtimeMs, ctimeMs } = statSync(path);
  return Math.max(mtimeMs, ctimeMs);
}

function entriesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !NOT_ENTERED.includes(name));
  return [path, ...names.flatMap((name) => entriesBelow(join(path, name)))];
}
