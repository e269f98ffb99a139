import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface DevProcess {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exited: Promise<number | null>;
  /** The first JSON line on standard output, `{"ready":true,…}`. */
  ready(): Promise<{ api: string; temporal: string; ui: string; home: string }>;
}

/** `npm start -- ...args` without npm: the built program as a process of its own. Only the given settings are in its environment. */
export function startDev(args: readonly string[], env: Readonly<Record<string, string>>): DevProcess {
  const child = spawn(process.execPath, [resolve('dist/src/dev.js'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...passedOn(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = new Promise<number | null>((done) => child.once('close', done));
  return {
    ...{ child, exited, stdout: () => stdout, stderr: () => stderr },
    ready: () =>
      new Promise((done, refuse) => {
        const readOutput = (): void => {
          const [line, ...rest] = stdout.split('\n');
          if (rest.length > 0 && line !== undefined) done(JSON.parse(line));
        };
        child.stdout.on('data', readOutput);
        readOutput();
        void exited.then((code) => refuse(new Error(`ended with ${String(code)}: ${stderr}`)));
      }),
  };
}

function passedOn(): Record<string, string> {
  const names = ['TEMPORAL_CLI_PATH', 'XDG_CACHE_HOME'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
