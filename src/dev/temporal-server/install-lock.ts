import { mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The holder touches the lock this often; one that was not touched for {@link STALE_AFTER_MS} belongs to a dead process. */
const TOUCH_EVERY_MS = 2_000;
const STALE_AFTER_MS = 20_000;
const POLL_MS = 250;

/**
 * Runs `work` while no other process that uses the same lock file runs theirs. Age and not a process id tells a dead
 * holder, so it also holds between containers that share a cache. Should two waiters take over the same dead lock at
 * the same moment, both work: that costs time, nothing else, because what they make is moved into place whole.
 * @param onWait called once when somebody else holds the lock
 */
export async function withInstallLock<Result>(
  lockPath: string,
  onWait: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(lockPath), { recursive: true });
  let reported = false;
  while (!(await take(lockPath))) {
    if (!reported) onWait();
    reported = true;
    await sleep(POLL_MS);
  }
  const touching = setInterval(() => void touch(lockPath), TOUCH_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await rm(lockPath, { force: true });
  }
}

async function take(lockPath: string): Promise<boolean> {
  try {
    const file = await open(lockPath, 'wx', 0o600);
    await file.close();
    return true;
  } catch (error) {
    if (!isExisting(error)) throw error;
  }
  if (await isStale(lockPath)) await rm(lockPath, { force: true });
  return false;
}

async function isStale(lockPath: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(lockPath)).mtimeMs > STALE_AFTER_MS;
  } catch {
    return false;
  }
}

async function touch(lockPath: string): Promise<void> {
  const now = new Date();
  // A lock that somebody removed by hand is not an error of the work that goes on.
  await utimes(lockPath, now, now).catch(() => undefined);
}

function isExisting(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}
