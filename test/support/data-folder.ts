import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** What all servers of a test run write comes to a tenth of it. */
const ENOUGH_BYTES = 8e9;

/**
 * A new, empty folder for what a server writes and nobody misses when the machine stops: in memory, where there is plenty of it. A database is
 * made and removed there in half the time.
 */
export function dataFolder(prefix: string): string {
  return mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), prefix));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
