// Makes packages/sdk/dist, what is published of it: the library and the command line, each one file with everything in it but its dependencies,
// and one declaration file. `--accept` also writes the report of the public API, packages/sdk/api.md, which `npm run check package` compares.
import { build } from 'esbuild';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { modifiedAt, newest } from './newest.mjs';
import { writeDeclarations } from './sdk-declarations.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SDK = join(ROOT, 'packages/sdk');
const OUT = join(SDK, 'dist');
const TYPES = join(OUT, 'types');
const COMPILED = join(OUT, 'compiled');
/** The report of the public API as it is now; written last. */
const REPORT = join(OUT, 'api.md');
const INPUTS = [
  'dist/src',
  'dist/packages/sdk',
  'packages/sdk/package.json',
  'scripts',
  'node_modules/.package-lock.json',
];

const accept = process.argv.includes('--accept');
compile();
if (accept || newest(INPUTS.map((path) => join(ROOT, path))) > modifiedAt(REPORT)) await make();
if (accept) copyFileSync(REPORT, join(SDK, 'api.md'));

function compile() {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function make() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const bundled = [await bundle('index'), await bundle('tajo')].flat();
  chmodSync(join(OUT, 'tajo.js'), 0o755);
  writeFileSync(join(OUT, 'LICENSES.txt'), licencesOf(bundled));
  // Both kinds of module get the one TajoError, so that `instanceof` holds in a process that loads both.
  writeFileSync(join(OUT, 'index.mjs'), `export { TajoClient, TajoError } from './index.js';\n`);
  writeFileSync(join(OUT, 'index.d.mts'), `export * from './index.js';\n`);
  await declare();
}

/** Gives the packages that went into it. */
async function bundle(name) {
  const outfile = join(OUT, `${name}.js`);
  const { metafile, warnings } = await build({
    ...{ absWorkingDir: ROOT, entryPoints: [`packages/sdk/${name}.ts`], outfile, metafile: true, bundle: true },
    ...{ platform: 'node', format: 'cjs', target: 'node20.19', logLevel: 'warning' },
    external: Object.keys(JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')).dependencies),
    plugins: [{ name: 'shake-zod', setup: shakeZod }],
  });
  // What was left out of a bundle by mistake is told by nothing else.
  if (warnings.length > 0) throw new Error(`${name} is not bundled as it is meant`);
  // Where a piece came from leads nowhere outside of this repository.
  const code = readFileSync(outfile, 'utf8').replace(/^ *\/\/ (src|packages|node_modules)\/.*\n/gm, '');
  writeFileSync(outfile, code.replace(/^( *)"(?:src|packages)\/[^"]*"\(\) \{$/gm, '$1run() {'));
  return Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
}

/** `z` is a namespace inside of a namespace, of which nothing is ever dropped: 560 KB, most of it languages that nobody reads. */
function shakeZod({ onLoad }) {
  onLoad({ filter: /\/(src|packages)\/[^/].*\.ts$/ }, ({ path }) => ({
    loader: 'ts',
    contents: readFileSync(path, 'utf8').replace("import { z } from 'zod'", "import * as z from 'zod'"),
  }));
}

function licencesOf(packages) {
  const texts = [...new Set(packages)].sort().map((name) => {
    const file = ['LICENSE', 'LICENSE.md', 'license'].find((one) => existsSync(join(ROOT, 'node_modules', name, one)));
    if (file === undefined) throw new Error(`${name} is bundled and has no licence that could go with it`);
    return `${name}\n\n${readFileSync(join(ROOT, 'node_modules', name, file), 'utf8').trim()}\n`;
  });
  return `The files of this folder contain these packages.\n\n${texts.join('\n---\n\n')}`;
}

async function declare() {
  compileTypes();
  writeDeclarations({ entry: join(COMPILED, 'packages/sdk/index.d.ts'), from: COMPILED, to: TYPES });
  const declarations = join(OUT, 'index.d.ts');
  const reports = join(TYPES, 'report');
  mkdirSync(reports);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(SDK, 'package.json'),
    configObject: {
      projectFolder: SDK,
      mainEntryPointFilePath: join(TYPES, 'packages/sdk/index.d.ts'),
      compiler: { overrideTsconfig: { compilerOptions: { module: 'node20', target: 'es2023', types: ['node'] } } },
      apiReport: { enabled: true, reportFileName: 'api', reportFolder: reports, reportTempFolder: reports },
      dtsRollup: { enabled: true, untrimmedFilePath: declarations },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, { localBuild: true, messageCallback: onlyErrors });
  if (!succeeded) process.exit(1);
  const text = await format(readFileSync(declarations, 'utf8'), { parser: 'typescript', printWidth: 120 });
  const from = /(?:from|import\()\s*['"]([^'"]+)['"]/.exec(text)?.[1];
  if (from !== undefined) throw new Error(`the types of @tajo/sdk lead to ${from}, which is not installed with it`);
  writeFileSync(declarations, text);
  renameSync(join(reports, 'api.api.md'), REPORT);
  for (const folder of [TYPES, COMPILED]) rmSync(folder, { recursive: true });
}

/** The build makes no declarations: nobody but the users of this package reads any. */
function compileTypes() {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = ['-p', join(SDK, 'tsconfig.json'), '--outDir', COMPILED];
  const { status } = spawnSync(process.execPath, [tsc, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function onlyErrors(message) {
  message.handled = message.logLevel !== 'error';
}
