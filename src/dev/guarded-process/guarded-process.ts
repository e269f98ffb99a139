import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

/** A server ends within a second or two; whoever takes longer hangs. */
const END_GRACE_MS = 10_000;

/**
 * Becomes the program in its arguments (`exec`: same process id), with a watcher beside it that reads a pipe of ours.
 * When we end, even by kill -9, the kernel closes the pipe, the read returns and the watcher ends the program.
 * `umask 077`: its files may hold payloads, so they are for their owner only.
 */
const guardScript = (endSignal: EndSignal): string => `
umask 077
exec 3<&0 </dev/null
( read -r _ <&3
  kill -${endSignal.slice('SIG'.length)} $$
  for _ in $(seq ${END_GRACE_MS / 100}); do kill -0 $$ || exit; sleep 0.1; done
  kill -KILL $$ ) 2>/dev/null &
exec "$@" 3<&-
`;

type EndSignal = 'SIGTERM' | 'SIGINT';

export interface GuardOptions {
  /** Asks the program to end. Default: SIGTERM. */
  readonly endSignal?: EndSignal;
  /** The rest as for `spawn`; by default all is ours. */
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface GuardedProcess {
  readonly pid: number;
  /** Resolves with the exit code when the program has ended; null after a signal. */
  readonly exited: Promise<number | null>;
  /** Asks it to end, then insists. Resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program that ends with us but not by Ctrl-C: it has a session of its own, so that the terminal's signal reaches
 * only us and the worker can drain before its server goes.
 * @param logFd open file that takes its standard output and error
 * @throws Error when there is no shell.
 */
export async function spawnGuarded(
  command: readonly string[],
  logFd: number,
  { endSignal = 'SIGTERM', ...asSpawned }: GuardOptions = {},
): Promise<GuardedProcess> {
  const child = spawn('sh', ['-c', guardScript(endSignal), 'guard', ...command], {
    ...asSpawned,
    detached: true,
    stdio: ['pipe', logFd, logFd],
  });
  await once(child, 'spawn');
  const exited = watchExit(child);
  child.unref();
  // The write end of the pipe must stay open, but must not keep our event loop alive.
  if (child.stdin instanceof Socket) child.stdin.unref();
  return { pid: pidOf(child), exited, stop: () => stop(child, exited, endSignal) };
}

function watchExit(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      // Lets the watcher go, while its process id can't have been given to somebody else yet.
      child.stdin?.destroy();
      resolve(code);
    });
  });
}

async function stop(child: ChildProcess, exited: Promise<number | null>, endSignal: EndSignal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill(endSignal);
  const insisting = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
  await exited;
  clearTimeout(insisting);
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('A process that was spawned has no id.');
  return child.pid;
}
