import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of ours in a process of its own, which says what it has to say in JSON lines. */
export interface OwnProcess {
  readonly pid: number;
  /** The lines of standard output so far, parsed. */
  readonly lines: readonly unknown[];
  readonly errors: () => string;
  /** Exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  /** kill -9 */
  kill(): Promise<void>;
}

export function startProcess(script: string, args: readonly string[], env: NodeJS.ProcessEnv): OwnProcess {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: unknown[] = [];
  let errors = '';
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? 0,
    lines,
    errors: () => errors,
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
