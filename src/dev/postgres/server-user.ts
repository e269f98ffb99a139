import { lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unavailable } from './unavailable';

/** Whom the server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`: initdb wants a user that the system knows by name. */
const NOBODY: ServerUser = { uid: 65_534, gid: 65_534 };

/**
 * Postgres refuses to run as root, so root gives it another user: the owner of the data, `nobody` where there is none yet.
 * Null: it runs as we do.
 * @throws ConnectorError when the data belongs to somebody else, or as root where that is not possible.
 */
export function serverUser(dataFolder: string): ServerUser | null {
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  const own = process.getuid?.() ?? 0;
  if (own !== 0) {
    if (owner !== undefined && owner.uid !== own)
      throw unavailable(
        `${dataFolder} belongs to another user (${owner.uid}): start as that one, or give it to yours.`,
      );
    return null;
  }
  if (process.platform !== 'linux')
    throw unavailable('The embedded Postgres does not run as root here: start as another user, or set DATABASE_URL.');
  if (owner === undefined) return NOBODY;
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  // Copied or restored by root.
  give(dataFolder, NOBODY);
  return NOBODY;
}

/** Gives a file, or a folder with all that is in it, to the server's user. */
export function give(path: string, user: ServerUser | null): void {
  if (user === null) return;
  lchownSync(path, user.uid, user.gid);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(path, entry), user.uid, user.gid);
}
