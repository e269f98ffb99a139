import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a project that has installed the package and nothing else, as npm does it: what `npm run build:sdk` has made, which `npm test` calls
 * before the first test. No registry is asked: its dependencies come from ours.
 */
export function installPacked(project: string): void {
  mkdirSync(project);
  const sdk = pack('packages/sdk', project);
  const { dependencies } = JSON.parse(readFileSync('packages/sdk/package.json', 'utf8'));
  const overrides = Object.fromEntries(
    Object.keys(dependencies).map((name) => [name, `file:${pack(join('node_modules', name), project)}`]),
  );
  const manifest = { name: 'project', private: true, dependencies: { '@tajo/sdk': `file:${sdk}` }, overrides };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund'], { cwd: project, stdio: 'pipe' });
}

/** Gives the name of the tarball. */
function pack(folder: string, into: string): string {
  const before = readdirSync(into);
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', into], { cwd: folder, stdio: 'pipe' });
  const made = readdirSync(into).find((name) => name.endsWith('.tgz') && !before.includes(name));
  if (made === undefined) throw new Error(`npm pack made no tarball of ${folder}`);
  return made;
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
