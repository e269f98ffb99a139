import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { HOME_IN_USE_STEP } from '../home-lock';
import { ConnectorError } from '../../domain/errors/connector-error';
import { runCommand } from './run-command';

const recordSchema = z.object({
  pid: z.number().int().positive(),
  ownerPid: z.number().int().positive(),
  port: z.number().int(),
  uiPort: z.number().int().optional(),
  startedAt: z.string(),
});

/** Which server runs on a home, and for which process. */
export type ServerRecord = z.infer<typeof recordSchema>;

/** A server that keeps its state in a home: one at a time. */
export interface ServerOnHome {
  readonly home: string;
  /** In the home: `temporal.json`. */
  readonly recordFile: string;
  /** Stands in the command of this server, and in that of no other. */
  readonly mark: string;
  readonly unavailable: 'temporal.unavailable' | 'store.unavailable';
}

/** A server whose owner has died is being ended by its watcher; this long it may take. */
const GRACE_MS = 15_000;
/** A killed process goes on dying for a while on a busy machine. After this long an owner that still runs is a second connector. */
const OWNER_GRACE_MS = 3_000;
const POLL_MS = 50;

export async function writeServerRecord(server: ServerOnHome, record: ServerRecord): Promise<void> {
  await writeFile(recordPath(server), `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** Of that server alone: a connector that stood still for long finds another one's record in its home. */
export async function removeServerRecord(server: ServerOnHome, pid: number): Promise<void> {
  if ((await readServerRecord(server))?.pid === pid) await rm(recordPath(server), { force: true });
}

/**
 * Makes sure that no server of an earlier start still has the home's files open: waits for one that is ending, ends an orphan.
 * @throws ConnectorError when a living process owns it.
 */
export async function settleEarlierServer(server: ServerOnHome): Promise<void> {
  const record = await readServerRecord(server);
  if (record === null) return;
  const isRunning = (): Promise<boolean> => isServer(server, record.pid);
  const ended =
    (await waitUntil(async () => !(await isRunning()), OWNER_GRACE_MS)) || (await endOrphan(record, server, isRunning));
  if (!ended) throw new ConnectorError(server.unavailable, `The earlier server (process ${record.pid}) won't end.`);
  await removeServerRecord(server, record.pid);
}

async function endOrphan(
  record: ServerRecord,
  { home, unavailable }: ServerOnHome,
  isRunning: () => Promise<boolean>,
): Promise<boolean> {
  if ((await commandLine(record.ownerPid)) !== '') {
    throw new ConnectorError(unavailable, `Process ${record.ownerPid} already runs a connector on ${home}.`, {
      nextStep: HOME_IN_USE_STEP,
    });
  }
  signal(record.pid, 'SIGTERM');
  if (await waitUntil(async () => !(await isRunning()), GRACE_MS)) return true;
  signal(record.pid, 'SIGKILL');
  return waitUntil(async () => !(await isRunning()), GRACE_MS);
}

export async function readServerRecord(server: ServerOnHome): Promise<ServerRecord | null> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordPath(server), 'utf8')));
  } catch {
    // None, or half a file of a start that was killed while writing: then the server had only just been started.
    return null;
  }
}

/** Process ids are reused, so the number alone proves nothing: the command must carry our mark. */
export async function isServer({ mark }: ServerOnHome, pid: number): Promise<boolean> {
  return (await commandLine(pid)).includes(mark);
}

/** The command of a running process; empty when there is none, or only its entry waiting to be collected. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }
  const { code, output } = await runCommand('ps', ['-o', 'args=', '-p', String(pid)], { timeoutMs: GRACE_MS });
  return code === 0 && !output.includes('<defunct>') ? output : '';
}

async function waitUntil(condition: () => Promise<boolean>, deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

function recordPath({ home, recordFile }: ServerOnHome): string {
  return join(home, recordFile);
}
