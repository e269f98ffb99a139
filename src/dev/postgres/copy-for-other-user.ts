import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Only root can write there, and everybody can read. */
const CACHE = '/var/cache/tajo';

const packageSchema = z.object({ version: z.string() });

/**
 * A copy of the server's programs that a user without rights can run, for a root whose checkout nobody else may look into. Made once for each
 * version; 60 MB.
 */
export function readableCopy(native: string, cache = CACHE): string {
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')));
  const copy = join(cache, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(cache, { recursive: true });
  chmodSync(cache, 0o755);
  const draft = `${copy}.${randomUUID()}`;
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    openToRead(draft);
    renameSync(draft, copy);
  } catch (thrown) {
    // Somebody else was quicker.
    if (!existsSync(copy)) throw thrown;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

function openToRead(folder: string): void {
  for (const entry of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const path = join(folder, entry);
    const found = lstatSync(path);
    if (!found.isSymbolicLink()) chmodSync(path, (found.mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
