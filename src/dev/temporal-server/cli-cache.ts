import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CLI_VERSION, readCliVersion } from './cli-version';

/**
 * The folder for things that can be made again, outside any checkout so that every clone shares them.
 * @param xdgCacheHome value of `XDG_CACHE_HOME`, null when unset
 */
export function userCacheDir(xdgCacheHome: string | null): string {
  return join(xdgCacheHome ?? join(homedir(), '.cache'), 'tajo');
}

/** Where the CLI of a version, by default ours, lies below a cache folder. */
export function cachedCliPath(cacheDir: string, version: string = CLI_VERSION): string {
  return join(cacheDir, 'temporal', version, 'temporal');
}

/** The cached CLI when it is there and runs, else null. */
export async function findCachedCli(cacheDir: string, version: string = CLI_VERSION): Promise<string | null> {
  const path = cachedCliPath(cacheDir, version);
  return (await readCliVersion(path)) === version ? path : null;
}

/**
 * Lets `make` write the program to a temporary file beside its place and moves it there when it answers with our version,
 * so that nobody ever sees half a program.
 * @returns the path; null when `make` said false or what it made does not run.
 */
export async function installCli(cacheDir: string, make: (target: string) => Promise<boolean>): Promise<string | null> {
  const path = cachedCliPath(cacheDir);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    if (!(await make(draft))) return null;
    await chmod(draft, 0o755);
    if ((await readCliVersion(draft)) !== CLI_VERSION) return null;
    await rename(draft, path);
    return path;
  } finally {
    await rm(draft, { force: true });
  }
}
