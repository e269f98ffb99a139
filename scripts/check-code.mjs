// Types, lint and members that nobody reads: three questions to one program, for making it takes longer than any of them.
// `npx eslint .` and `npx tsc -p tsconfig.test.json` ask one of them, as an editor does.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { unreadMembers } from './unread-members.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const [code, page] = ['tsconfig.test.json', 'packages/console/tsconfig.json'].map(openProgram);
const findings = [...[code, page].flatMap(typeFaults), ...unreadMembers(code), ...(await lintFaults([code, page]))];
for (const finding of findings) process.stdout.write(`${finding}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;

function openProgram(name) {
  const path = join(ROOT, name);
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error !== undefined) throw new Error(inWords([error]));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path), {}, path);
  return ts.createProgram(fileNames, { ...options, noEmit: true, incremental: false });
}

function typeFaults(program) {
  const faults = ts.getPreEmitDiagnostics(program);
  return faults.length === 0 ? [] : [inWords(faults)];
}

function inWords(faults) {
  const host = { getCurrentDirectory: () => ROOT, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
  return ts.formatDiagnostics(faults, host);
}

async function lintFaults(programs) {
  const ofPrograms = { files: ['**/*.{ts,tsx}'], languageOptions: { parserOptions: { project: null, programs } } };
  const eslint = new ESLint({ cwd: ROOT, overrideConfig: [ofPrograms] });
  const results = await eslint.lintFiles(['.']);
  const isClean = results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0);
  return isClean ? [] : [await (await eslint.loadFormatter('stylish')).format(results)];
}
