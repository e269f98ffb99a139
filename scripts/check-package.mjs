// What somebody gets who installs @tajo/sdk: the public API is the one that was agreed on, and every kind of resolution finds code and types.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SDK = join(ROOT, 'packages/sdk');
const UNPACKED = mkdtempSync(join(tmpdir(), 'tajo-package-'));

try {
  run(process.execPath, ['scripts/build-sdk.mjs']);
  compareApi();
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', UNPACKED], SDK);
  const tarball = join(UNPACKED, readdirSync(UNPACKED)[0]);
  run(join(ROOT, 'node_modules/.bin/publint'), ['run', tarball, '--strict']);
  run(join(ROOT, 'node_modules/.bin/attw'), [tarball, '--no-emoji']);
} finally {
  rmSync(UNPACKED, { recursive: true });
}

function compareApi() {
  const agreed = join(SDK, 'api.md');
  const found = join(SDK, 'dist/api.md');
  if (readFileSync(agreed, 'utf8') === readFileSync(found, 'utf8')) return;
  spawnSync('diff', ['-u', agreed, found], { stdio: 'inherit' });
  process.stdout.write('The public API of @tajo/sdk has changed. If that is meant: npm run build:sdk -- --accept\n');
  process.exitCode = 1;
}

function run(command, parameters, cwd = ROOT) {
  const { status } = spawnSync(command, parameters, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
