import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** Made by tools, not by us. */
const MADE = new Set(['node_modules', 'dist', 'coverage']);

/** The folders right inside `parent` that hold a file; git leaves empty ones behind when it moves files. */
export function foldersIn(parent: string): readonly string[] {
  if (!existsSync(join(ROOT, parent))) return [];
  const entries = readdirSync(join(ROOT, parent), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !MADE.has(entry.name));
  return folders.map(({ name }) => `${parent}/${name}`).filter((folder) => filesBelow(folder).length > 0);
}

/** All files below a folder, by their paths from the root. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (MADE.has(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
