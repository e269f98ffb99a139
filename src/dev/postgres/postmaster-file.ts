import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Postgres' own file about the server that runs on a data folder: process id in the first line, how it is in the eighth. */
const fileOf = (dataFolder: string): string => join(dataFolder, 'postmaster.pid');

function linesOf(dataFolder: string): readonly string[] {
  try {
    return readFileSync(fileOf(dataFolder), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** True once the server of that process id takes connections. */
export function isReady(dataFolder: string, pid: number): boolean {
  const lines = linesOf(dataFolder);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/**
 * Removes the file of a server that ended with its machine or container. Its number may be somebody else's by now, and Postgres would take
 * that one for the server.
 * @param isServer Whether the process is a server of this folder.
 */
export async function removeStale(dataFolder: string, isServer: (pid: number) => Promise<boolean>): Promise<void> {
  if (!existsSync(fileOf(dataFolder))) return;
  const pid = Number(linesOf(dataFolder)[0]);
  if (Number.isInteger(pid) && pid > 0 && (await isServer(pid))) return;
  rmSync(fileOf(dataFolder), { force: true });
}
