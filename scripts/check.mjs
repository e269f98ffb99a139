// Every static check, two at a time. All of them run even when one fails, so that one look shows everything.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SIDE_BY_SIDE = 2;

/** The slow ones first, so that the quick ones fill the second lane beside them. */
const CHECKS = [
  { name: 'code', command: ['tsx', 'scripts/check-code.mjs'] },
  { name: 'package', command: ['tsx', 'scripts/check-package.mjs'] },
  { name: 'layers', command: ['depcruise', 'src', 'packages', '--config', '.dependency-cruiser.cjs'] },
  { name: 'format', command: ['prettier', '--check', '.', '--log-level', 'warn'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'docs', command: ['tsx', 'scripts/generate-docs.ts', '--check'], needs: 'scripts/generate-docs.ts' },
];

const wanted = process.argv.slice(2);
const queue = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const results = [];
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, runQueue));

const failed = results.filter(({ ok }) => !ok);
process.stdout.write(`check: ${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 && results.length > 0 ? 0 : 1;

async function runQueue() {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) results.push(await run(check));
}

async function run({ name, command: [tool, ...parameters], needs }) {
  if (needs !== undefined && !existsSync(join(ROOT, needs))) {
    process.stdout.write(`FAIL ${name}: ${needs} is missing\n`);
    return { ok: false };
  }
  const startedAt = Date.now();
  const output = [];
  const code = await new Promise((resolve) => {
    const child = spawn(join(ROOT, 'node_modules/.bin', tool), parameters, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on('close', resolve);
  });
  const ok = code === 0;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n${ok ? '' : Buffer.concat(output).toString()}`);
  return { ok };
}
