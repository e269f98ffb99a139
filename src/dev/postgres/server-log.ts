import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `<home>/postgres.log`, open for the programs that write into it. */
export interface ServerLog {
  readonly path: string;
  readonly fd: number;
  close(): void;
}

const MAX_BYTES = 10_000_000;
/** The reason stands just above the notice that the server ends. */
const LINES = 8;

export function openServerLog(home: string): ServerLog {
  const path = join(home, 'postgres.log');
  const fd = openSync(path, 'a', 0o600);
  if (fstatSync(fd).size > MAX_BYTES) ftruncateSync(fd);
  return { path, fd, close: () => closeSync(fd) };
}

/** Why a program ended, as far as it has said so. */
export function lastLogLines({ path }: ServerLog): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-LINES);
  return lines.filter((line) => /FATAL|PANIC|error:/.test(line)).at(-1) ?? lines.at(-1) ?? '';
}
