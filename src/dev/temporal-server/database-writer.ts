import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Which CLI has written the database of a home. */
export interface DatabaseWriter {
  readonly databaseFile: string;
  /** Like `1.8.2`. */
  readonly version: string;
}

function databaseFileOf(home: string): string {
  return join(home, 'temporal.db');
}

/** Null: there is no database yet, or one of a time when nobody wrote that down. */
export async function readWriter(home: string): Promise<DatabaseWriter | null> {
  const databaseFile = databaseFileOf(home);
  if (!existsSync(databaseFile)) return null;
  const version = (await readFile(recordOf(home), 'utf8').catch(() => '')).trim();
  return /^\d+\.\d+\.\d+$/.test(version) ? { databaseFile, version } : null;
}

/** To be called once the server has come up on it; null: nobody knows the version, and a wrong one would be worse. */
export async function rememberWriter(home: string, version: string | null): Promise<void> {
  if (version === null) await rm(recordOf(home), { force: true });
  else await writeFile(recordOf(home), `${version}\n`, { mode: 0o600 });
}

/**
 * True when a CLI of `version` goes on with what the writer has written. A CLI takes a database as it finds it: it makes the tables of a new
 * one, and never brings those of another version up to date (cli 1.8.2, `internal/devserver/server.go`). Within a minor version they are the same.
 */
export function goesOnWith(version: string, { version: written }: DatabaseWriter): boolean {
  return minorOf(version) === minorOf(written);
}

export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function recordOf(home: string): string {
  return join(home, 'temporal.version');
}
