import { randomUUID } from 'node:crypto';
import { readFile, readlink, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ConnectorError } from '../domain/errors/connector-error';
import { hasFile, moveAway, writeOnce } from './exclusive-file';

const LOCK_FILE = 'connector.lock';

const lockSchema = z.object({ token: z.string(), place: z.string(), host: z.string(), pid: z.int() });
type Lock = z.infer<typeof lockSchema>;

/** How often the owner shows that it lives. */
const TOUCH_EVERY_MS = 2_000;
/** An owner that has not shown so for this long is dead. Watched, not computed: two machines' clocks may differ. */
const SILENT_MS = 15_000;
const POLL_MS = 500;
/** Two that take a dead one's place at the same moment must see of each other. */
const SETTLE_MS = 300;

export interface HomeLock {
  /** Resolves when somebody else has taken the home, because this process stood still for long. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

interface Claim {
  readonly home: string;
  /** Where process ids mean what they mean here; tests replace it. */
  readonly place?: string;
  readonly say: (line: string) => void;
}

/**
 * Takes a home for this process, also against connectors in other containers and on other machines that share its folder: their processes
 * cannot be seen from here, and two Postgres on one folder destroy it.
 * @throws ConnectorError `store.unavailable` while another one lives.
 */
export async function claimHome({ home, place, say }: Claim): Promise<HomeLock> {
  const file = join(home, LOCK_FILE);
  const own: Lock = {
    token: randomUUID(),
    place: place ?? (await placeOfProcesses()),
    host: hostname(),
    pid: process.pid,
  };
  while (!(await writeOnce(file, textOf(own)))) {
    const held = await readLock(file);
    const isElsewhere = held !== null && held.place !== own.place;
    // An id alone proves nothing: it may be another process' by now.
    const mayLive = held !== null && (isElsewhere || isAlive(held.pid));
    if (mayLive)
      say(`Waiting up to ${SILENT_MS / 1000} s to see whether ${nameOf(held, isElsewhere)} still uses ${home} …`);
    if (mayLive && (await isTouched(file))) throw inUse(home, held, isElsewhere);
    await removeDead(file, held);
  }
  await sleep(SETTLE_MS);
  const winner = await hold(file, own);
  if (winner.token !== own.token) throw inUse(home, winner, winner.place !== own.place);
  return keep(file, own);
}

/** Of two that find the same one dead, the slower must not remove the quicker one's lock. */
async function removeDead(file: string, dead: Lock | null): Promise<void> {
  const away = `${file}.${randomUUID()}`;
  if (!(await moveAway(file, away))) return;
  const moved = await readLock(away);
  if (moved !== null && moved.token !== dead?.token) await writeOnce(file, textOf(moved));
  await rm(away, { force: true });
}

/** Whose the lock is. One that is not there is nobody's loss, a start that failed has taken it along: it is written again. */
async function hold(file: string, own: Lock): Promise<Lock> {
  while (!(await writeOnce(file, textOf(own)))) {
    const held = await readLock(file);
    if (held !== null) return held;
    // Gone since, or half of one.
    if (await hasFile(file)) await removeDead(file, null);
  }
  return own;
}

function textOf(lock: Lock): string {
  return `${JSON.stringify(lock)}\n`;
}

function nameOf({ host, pid }: Lock, isElsewhere: boolean): string {
  return isElsewhere ? `the connector on ${host}` : `process ${String(pid)}`;
}

/** What to do where another connector has the folder. */
export const HOME_IN_USE_STEP = 'Stop it, or set TAJO_HOME to another folder.';

function inUse(home: string, owner: Lock | null, isElsewhere: boolean): ConnectorError {
  const who = isElsewhere
    ? `A connector in another container or on another machine (${owner?.host ?? 'unknown'})`
    : `Another connector (process ${String(owner?.pid ?? 'unknown')})`;
  return new ConnectorError('store.unavailable', `${who} runs on ${home}.`, {
    details: { field: 'TAJO_HOME' },
    nextStep: HOME_IN_USE_STEP,
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // It is there, and somebody else's.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

function keep(file: string, own: Lock): HomeLock {
  let noticeLoss: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    noticeLoss = resolve;
  });
  const show = async (): Promise<void> => {
    const now = new Date();
    if ((await hold(file, own)).token === own.token) await utimes(file, now, now);
    else noticeLoss();
  };
  let showing = Promise.resolve();
  // A folder that cannot be written for a moment is no reason to end; that somebody else took it is.
  const touching = setInterval(() => void (showing = show().catch(() => undefined)), TOUCH_EVERY_MS);
  touching.unref();
  return {
    lost,
    release: async () => {
      clearInterval(touching);
      // Else it would write it again.
      await showing;
      if ((await readLock(file))?.token === own.token) await rm(file, { force: true });
    },
  };
}

async function isTouched(file: string): Promise<boolean> {
  const before = await touchedAt(file);
  for (let waited = 0; waited < SILENT_MS; waited += POLL_MS) {
    await sleep(POLL_MS);
    const now = await touchedAt(file);
    // Gone: it has just ended in order.
    if (now !== before) return now !== null;
  }
  return false;
}

async function touchedAt(file: string): Promise<number | null> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

/** Null: none, or half of one. */
async function readLock(file: string): Promise<Lock | null> {
  try {
    return lockSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The namespace of our process ids and the start of this kernel, where the system tells them; else the machine's name. */
async function placeOfProcesses(): Promise<string> {
  const [namespace, boot] = await Promise.all([
    readlink('/proc/self/ns/pid').catch(() => ''),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  return namespace === '' || boot === '' ? hostname() : `${boot.trim()}/${namespace}`;
}
