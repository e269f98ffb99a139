import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The first line of a process's output, as JSON. Throws with its exit code when it ends before. */
export async function firstJsonLine(child: ChildProcess, name: string): Promise<unknown> {
  const output = child.stdout;
  if (output === null) throw new Error(`${name} has no output to read`);
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) =>
      reject(new Error(`${name} ended with ${String(signal ?? code)} before it was ready`)),
    );
    createInterface({ input: output }).once('line', (line) => resolve(JSON.parse(line)));
  });
}

/** Asks for the end and waits for it. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(patience);
}
