import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Sent when the output so far contains `when`. */
  readonly interrupt?: { readonly when: string };
}

export interface BuiltCli {
  /** Empty folder in which the commands run. */
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Finished>;
  remove(): void;
}

/** The real `tajo`, as the build has compiled it: starting it through a compiler takes three times as long as the command itself. */
export function buildCli(): BuiltCli {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-cli-'));
  return {
    folder,
    run: (args, options) => runNode([resolve('dist/packages/sdk/tajo.js'), ...args], folder, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runNode(args: readonly string[], cwd: string, options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolveRun, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env['PATH'], ...options.env } });
    let [stdout, stderr] = ['', ''];
    let interrupted = false;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (interrupted || options.interrupt === undefined || !stdout.includes(options.interrupt.when)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolveRun({ exitCode, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}
