import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ConnectorError } from '../../domain/errors';

const LOCK_FILE = 'store.lock';
const holder = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
type Holder = z.infer<typeof holder>;

/**
 * Makes this process the only owner of `folder` until the returned function is called or the process dies. A lock whose owner is dead
 * is taken over. Throws `store.unavailable` with a sentence when a living process holds it.
 */
export async function holdFolder(folder: string): Promise<() => void> {
  const path = join(folder, LOCK_FILE);
  const mine: Holder = { pid: process.pid, startedAt: processStart(process.pid) };
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (create(path, mine)) return () => rmSync(path, { force: true });
    const other = read(path);
    if (other !== null && alive(other)) throw occupied(folder, other.pid);
    // Null: its owner is just writing it, or died in between; only an old one is taken to be dead.
    if (other !== null || ageMs(path) > 2_000) removeDead(path, mine);
    await sleep(50);
  }
  throw new ConnectorError('store.unavailable', `The lock ${path} could not be taken; remove it if no connector runs.`);
}

/**
 * Two processes may find the same dead owner; the slower one must not remove the lock that the faster one has made since. So removing
 * is itself done under a lock, and only after looking again.
 */
function removeDead(path: string, mine: Holder): void {
  const guard = `${path}.takeover`;
  if (!create(guard, mine)) {
    if (ageMs(guard) > 10_000) rmSync(guard, { force: true });
    return;
  }
  const other = read(path);
  if (other === null ? ageMs(path) > 2_000 : !alive(other)) renameSync(path, `${path}.dead`);
  rmSync(guard, { force: true });
}

function create(path: string, content: Holder): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, JSON.stringify(content));
    closeSync(file);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

function read(path: string): Holder | null {
  try {
    return holder.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function ageMs(path: string): number {
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return modified === undefined ? 0 : Date.now() - modified;
}

/** A pid comes back: after a restart of a container every owner was number 1. So the start time has to agree as well. */
function alive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (errorCode(thrown) !== 'EPERM') return false;
  }
  return processStart(pid) === startedAt;
}

/** Linux: clock ticks from boot to the start of the process; elsewhere unknown, and the pid alone decides. */
function processStart(pid: number): string {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? '';
    return afterName.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function errorCode(thrown: unknown): string | undefined {
  return z.object({ code: z.string() }).safeParse(thrown).data?.code;
}

function occupied(folder: string, pid: number): ConnectorError {
  const sentence =
    `The embedded database in ${folder} is in use by process ${pid}. ` +
    'It serves one process; to run two (worker and api apart), set DATABASE_URL to a Postgres server.';
  return new ConnectorError('store.unavailable', sentence, { details: { field: 'DATABASE_URL' } });
}
