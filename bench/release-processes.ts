import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { endProcess } from './json-line';

/** A worker or an API as production runs it. */
export interface ReleaseProcess {
  readonly output: () => string;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

export interface Start {
  readonly program: 'worker' | 'api';
  /** Folder of the release's programs. */
  readonly release: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const READY_MS = 300_000;

/**
 * Starts one and waits until it works; one that ends before is started again, as a container is.
 * @throws with its output when it does not come up.
 */
export async function startRelease({ program, release, cwd, env }: Start): Promise<ReleaseProcess> {
  let output = '';
  const start = (): ChildProcess => {
    const started = spawn(process.execPath, [join(release, `${program}.js`)], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return started;
  };
  let child = start();
  const deadline = Date.now() + READY_MS;
  while (!output.includes(`"${program}.ready"`)) {
    if (Date.now() > deadline) {
      await endProcess(child);
      throw new Error(`the ${program} of ${release} did not come up: ${output.slice(-2_000)}`);
    }
    if (child.exitCode !== null || child.signalCode !== null) child = start();
    await sleep(100);
  }
  return { output: () => output, stop: () => endProcess(child) };
}
