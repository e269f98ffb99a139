import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that is started again whenever it ends, as a container's restart policy does it. */
export interface RestartedProcess {
  readonly name: string;
  /** kill -9 */
  kill(): Promise<void>;
  /** How often it ended although nobody had killed it. */
  readonly collapses: number;
  /** The end of what it said. */
  output(): string;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  /** File of JavaScript with its arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const RESTART_AFTER_MS = 300;
const OUTPUT_KEPT = 20_000;

export function keepRunning({ name, command, cwd, env }: ProcessOptions): RestartedProcess {
  let child: ChildProcess;
  let output = '';
  let collapses = 0;
  const state = { isDismissed: false, wasKilled: false };
  let ended: Promise<unknown> = Promise.resolve();
  const start = (): void => {
    state.wasKilled = false;
    child = spawn(process.execPath, [...command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-OUTPUT_KEPT)));
    ended = once(child, 'close').then(restart);
  };
  const restart = async (): Promise<void> => {
    if (!state.wasKilled) collapses += 1;
    if (!isDismissed()) await delay(RESTART_AFTER_MS);
    if (!isDismissed()) start();
  };
  const isDismissed = (): boolean => state.isDismissed;
  const kill = async (): Promise<void> => {
    state.wasKilled = true;
    const closed = child.exitCode === null && child.signalCode === null ? once(child, 'close') : Promise.resolve();
    child.kill('SIGKILL');
    await closed;
  };
  start();
  return {
    name,
    kill,
    get collapses() {
      return collapses;
    },
    output: () => output,
    stop: async () => {
      state.isDismissed = true;
      await kill();
      await ended;
    },
  };
}
