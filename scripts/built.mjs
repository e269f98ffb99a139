// Loaded before a program of dist/, to make what is missing or out of date there. As a process of its own: the compiler would stay in memory. npm's
// own prestart is not asked where `ignore-scripts` is set.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
