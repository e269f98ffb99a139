// Makes dist/: compiled code, migrations, the workflow bundle. Does only what is out of date, so it may run before every start.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { changedAt, filesBelow, modifiedAt, newest } from './newest.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const BUNDLE = join(DIST, 'src/workflow-bundle.js');
/** The same workflows with OpenTelemetry's interceptors, for whoever traces. */
const TRACED_BUNDLE = join(DIST, 'src/workflow-bundle-traced.js');
const CONSOLE = join(DIST, 'console');
const TRACED_BY = '@temporalio/interceptors-opentelemetry/lib/workflow-interceptors';

compile();
// The bundle below needs Temporal's native module; where that does not run, this says so and ends.
await import('../dist/src/require-host.js');
copyVersions();
removeLeftovers();
copyMigrations();
await buildConsole();
const ONE_INPUT = join(DIST, 'src/workflows/one-input.js');
await bundleWorkflows(BUNDLE, [ONE_INPUT]);
await bundleWorkflows(TRACED_BUNDLE, [ONE_INPUT, createRequire(import.meta.url).resolve(TRACED_BY)]);
const cli = join(DIST, 'packages/sdk/tajo.js');
if (existsSync(cli)) chmodSync(cli, 0o755);

/**
 * Each source by itself, without types: those are checked by `npm run check`, and a whole run of tsc takes four times as long as this for the
 * same JavaScript. Only what is newer than what was made of it.
 */
function compile() {
  const startedAt = new Date();
  const all = newest([inRoot('tsconfig.json'), inRoot('node_modules/.package-lock.json'), inRoot('scripts/build.mjs')]);
  const sources = ['src', 'packages/sdk', 'packages/sandbox']
    .flatMap((folder) => filesBelow(inRoot(folder)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, target: join(DIST, relative(ROOT, file)).replace(/\.ts$/, '.js') }))
    .filter(({ file, target }) => Math.max(all, changedAt(file)) > modifiedAt(target));
  if (sources.length === 0) return;
  const { config } = ts.readConfigFile(inRoot('tsconfig.json'), ts.sys.readFile);
  const compilerOptions = {
    ...ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT).options,
    // A file by itself is one kind of module or the other.
    module: ts.ModuleKind.CommonJS,
  };
  for (const { file, target } of sources) {
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(readFileSync(file, 'utf8'), {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: { ...compilerOptions, sourceRoot: relative(dirname(target), dirname(file)) },
    });
    if (diagnostics.length > 0) giveUp(diagnostics);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.map`, sourceMapText ?? '');
    writeFileSync(target, outputText);
    // As old as the start, so that a source saved meanwhile is compiled next time.
    utimesSync(target, startedAt, startedAt);
  }
  say(`compiled ${String(sources.length)} files in ${seconds(startedAt)}`);
}

/** What cannot be read must not be run, or shipped. */
function giveUp(diagnostics) {
  const host = { getCurrentDirectory: () => ROOT, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
  process.stderr.write(ts.formatDiagnostics(diagnostics, host));
  process.exit(1);
}

/** `tajo --version` reads it from beside itself. */
function copyVersions() {
  const to = join(DIST, 'packages/sdk/package.json');
  if (modifiedAt(inRoot('packages/sdk/package.json')) > modifiedAt(to)) cpSync(inRoot('packages/sdk/package.json'), to);
}

/** What was compiled from a source that has since been renamed or deleted would still run. */
function removeLeftovers() {
  for (const file of filesBelow(DIST)) {
    if (file.startsWith(CONSOLE)) continue;
    const source = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(relative(DIST, file));
    if (source === null || file === BUNDLE || file === TRACED_BUNDLE) continue;
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

/** The page that the API serves, with hashes in the names of its files. It takes the addresses of the calls from the compiled contract. */
async function buildConsole() {
  const inputs = [
    ...['index.html', 'public', 'src', 'vite.config.mjs'].map((name) => `packages/console/${name}`),
    'dist/packages/sdk/contract',
    'node_modules/.package-lock.json',
    'scripts/build.mjs',
  ];
  const page = join(CONSOLE, 'index.html');
  if (newest(inputs.map(inRoot)) <= modifiedAt(page)) return;
  const startedAt = new Date();
  const { build } = await import('vite');
  await build({ configFile: inRoot('packages/console/vite.config.mjs'), logLevel: 'warn' });
  say(`built the console in ${seconds(startedAt)}`);
}

async function bundleWorkflows(target, workflowInterceptorModules) {
  const workflowsPath = join(DIST, 'src/workflows/index.js');
  if (!existsSync(workflowsPath)) return say('no workflow bundle: there is no src/workflows/index.ts yet');
  const inputs = [
    'dist/src/workflows',
    'dist/src/domain',
    'dist/src/temporal/failure-converter.js',
    'node_modules/.package-lock.json',
    'scripts/build.mjs',
  ];
  if (newest(inputs.map(inRoot)) <= modifiedAt(target)) return;
  const startedAt = new Date();
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const failureConverterPath = join(DIST, 'src/temporal/failure-converter.js');
  const logger = new DefaultLogger('WARN');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    failureConverterPath,
    workflowInterceptorModules,
    logger,
  });
  writeFileSync(target, code);
  say(`bundled ${relative(DIST, target)} in ${seconds(startedAt)}: ${(code.length / 1e6).toFixed(2)} MB`);
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
