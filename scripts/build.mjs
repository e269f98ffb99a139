// Makes dist/: compiled code, migrations, the workflow bundle. Does only what is out of date, so it may run before every start.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, modifiedAt, newest } from './newest.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');
const BUNDLE = join(DIST, 'src/workflow-bundle.js');
const require = createRequire(import.meta.url);

compile();
removeLeftovers();
copyMigrations();
await bundleWorkflows();
const cli = join(DIST, 'packages/sdk/tajo.js');
if (existsSync(cli)) chmodSync(cli, 0o755);

function compile() {
  // Where scripts/build-sdk.mjs puts what is published: made later, it would make its parent look changed, and all be compiled again.
  mkdirSync(join(ROOT, 'packages/sdk/dist'), { recursive: true });
  const inputs = ['src', 'packages', 'tsconfig.json', 'node_modules/.package-lock.json', 'scripts/build.mjs'];
  if (newest(inputs.map(inRoot)) <= modifiedAt(STAMP)) return;
  // tsc believes its build info and would write nothing into a dist/ that somebody has deleted.
  if (!existsSync(DIST)) rmSync(join(ROOT, 'node_modules/.cache/tsbuild/src.tsbuildinfo'), { force: true });
  const startedAt = new Date();
  const tsc = require.resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(DIST, { recursive: true });
  writeFileSync(STAMP, '');
  // As old as the start, so that a source saved meanwhile is compiled next time.
  utimesSync(STAMP, startedAt, startedAt);
  say(`compiled in ${seconds(startedAt)}`);
}

/** What was compiled from a source that has since been renamed or deleted would still run. */
function removeLeftovers() {
  for (const file of filesBelow(DIST)) {
    const source = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(relative(DIST, file));
    if (source === null || file === BUNDLE) continue;
    if (!existsSync(join(ROOT, `${source[1]}.ts`))) rmSync(file);
  }
}

function copyMigrations() {
  const from = join(ROOT, 'src/store/migrations');
  const to = join(DIST, 'src/store/migrations');
  if (!existsSync(from) || newest([from]) <= modifiedAt(to)) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.ts') });
}

async function bundleWorkflows() {
  const workflowsPath = join(DIST, 'src/workflows/index.js');
  if (!existsSync(workflowsPath)) return say('no workflow bundle: there is no src/workflows/index.ts yet');
  const inputs = [
    'dist/src/workflows',
    'dist/src/domain',
    'dist/src/temporal/failure-converter.js',
    'node_modules/.package-lock.json',
  ];
  if (newest(inputs.map(inRoot)) <= modifiedAt(BUNDLE)) return;
  const startedAt = new Date();
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const failureConverterPath = join(DIST, 'src/temporal/failure-converter.js');
  const logger = new DefaultLogger('WARN');
  const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger });
  writeFileSync(BUNDLE, code);
  say(`bundled the workflows in ${seconds(startedAt)}: ${(code.length / 1e6).toFixed(2)} MB`);
}

function inRoot(path) {
  return join(ROOT, path);
}

function seconds(startedAt) {
  return `${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`;
}

function say(line) {
  process.stdout.write(`build: ${line}\n`);
}
