#!/usr/bin/env node
// `npx tajo` in a checkout. Always there, unlike dist/: of a command whose file is missing npx says nothing, and it keeps what it could not install.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/packages/sdk/tajo.js', import.meta.url);
if (existsSync(fileURLToPath(built))) await import(built.href);
else {
  process.stderr.write(
    'tajo is not built in this checkout yet.\n\nRun `npm ci` in it, which builds it, and then this again.\n',
  );
  process.exitCode = 1;
}
