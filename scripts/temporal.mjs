// Prints the path of a Temporal CLI, found, downloaded or built exactly as `npm start` does it. Progress goes to standard error.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { userCacheDir } from '../dist/src/dev/temporal-server/cli-cache.js';
import { findTemporal } from '../dist/src/dev/temporal-server/find-temporal.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const setting = (name) => (process.env[name] === undefined || process.env[name] === '' ? null : process.env[name]);

try {
  const found = await findTemporal({
    address: null,
    cliPath: setting('TEMPORAL_CLI_PATH'),
    cacheDir: userCacheDir(setting('XDG_CACHE_HOME')),
    toolsDir: join(root, 'tools/temporal'),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${found.path}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n${error.nextStep ?? ''}\n`);
  process.exitCode = 1;
}
