import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface RunningConnector {
  /** Command lines of the process and of everything that it has started, as anybody on the machine sees them. */
  commandLines(): string;
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
  const child = spawn(process.execPath, [resolve('dist/src/dev.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let wake = (): void => undefined;
  const onData = (chunk: Buffer): void => {
    output += chunk.toString();
    wake();
  };
  child.stdout.on('data', onData);
  child.stderr.on('data', onData);
  const ended = once(child, 'close').then(() => {
    wake();
    return child.exitCode;
  });
  return {
    output: () => output,
    commandLines: () => commandLinesFrom(child.pid ?? 0),
    ended,
    until: async (text) => {
      while (!output.includes(text)) {
        if (hasEnded(child)) throw new Error(`it ended before it said ${text}: ${output}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
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

/** Only our own family: other processes of the machine may well name a person. */
function commandLinesFrom(pid: number): string {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 16_000_000 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .map((row) => ({ pid: Number(row?.[1]), parent: Number(row?.[2]), command: row?.[3] ?? '' }));
  const below = (parent: number): readonly string[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row.command, ...below(row.pid)]);
  return [...rows.filter((row) => row.pid === pid).map(({ command }) => command), ...below(pid)].join('\n');
}
