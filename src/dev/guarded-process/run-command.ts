import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Lines kept of a command's output: enough to tell why it failed. */
const KEPT_LINES = 40;

export interface CommandResult {
  /** Exit code; null when the program could not be started or was killed. */
  readonly code: number | null;
  /** The last lines of its standard output and error. */
  readonly output: string;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly onLine?: (line: string) => void;
}

/** Runs a program without a shell and without input. Never throws: a program that is missing has the code null. */
export async function runCommand(
  file: string,
  parameters: readonly string[],
  { timeoutMs, onLine }: CommandOptions,
): Promise<CommandResult> {
  const kept: string[] = [];
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > KEPT_LINES) kept.shift();
    onLine?.(line);
  };
  return new Promise((resolve) => {
    const child = spawn(file, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    // Not spawn's own `timeout`: Node 20 leaves its timer running, and so the process alive, when there is no such program.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const settle = (result: CommandResult): void => {
      clearTimeout(timer);
      resolve(result);
    };
    createInterface({ input: child.stdout }).on('line', keep);
    createInterface({ input: child.stderr }).on('line', keep);
    child.on('error', (error) => settle({ code: null, output: error.message }));
    child.on('close', (code) => settle({ code, output: kept.join('\n') }));
  });
}
