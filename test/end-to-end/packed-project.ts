import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Makes a project that has installed the package and nothing else: what `npm pack` makes lies in its node_modules, beside links to the packages
 * that the package itself names as dependencies. No registry is asked.
 */
export function installPacked(project: string): void {
  mkdirSync(project);
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', project], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  const modules = join(project, 'node_modules');
  const home = join(modules, '@tajo/sdk');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, tarball), '-C', home, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }));
}

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a file of the project with nothing in its environment but what is given. */
export function runProgram(
  project: string,
  { file, text, env }: { file: string; text: string; env: Record<string, string> },
): Promise<ProgramRun> {
  writeFileSync(join(project, file), text);
  return runToEnd(process.execPath, [file], { cwd: project, env: { PATH: process.env['PATH'] ?? '', ...env } });
}

export function runToEnd(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<ProgramRun> {
  const child = spawn(command, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 150_000 });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
}
