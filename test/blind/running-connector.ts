import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface RunningConnector {
  /** Standard output and error so far. */
  readonly output: () => string;
  /** Waits for text in the output. @throws when the process ends before. */
  until(text: string): Promise<void>;
  /** Exit code when it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Ends it if it still runs. */
  stop(): Promise<void>;
}

/** `npm start` as it is built, with these arguments and this environment only. */
export function startConnector(args: readonly string[], env: Readonly<Record<string, string>>): RunningConnector {
  const child = spawn(process.execPath, [resolve('dist/dev.js'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const heard = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    output: () => output,
    ended,
    until: async (text) => {
      while (!output.includes(text)) {
        if (hasEnded(child)) throw new Error(`it ended before it said ${text}: ${output}`);
        await Promise.race([ended, once(child.stdout, 'data'), once(child.stderr, 'data')]);
      }
    },
    stop: async () => {
      if (!hasEnded(child)) child.kill('SIGTERM');
      const insisting = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await ended;
      clearTimeout(insisting);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
