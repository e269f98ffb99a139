// After `npm ci`. npx asks for the same before the first `npm ci`, where nothing can be built yet: to fail would leave its cache broken for good.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiler = new URL('../node_modules/typescript/package.json', import.meta.url);
if (existsSync(fileURLToPath(compiler))) await import('./build.mjs');
else process.stdout.write('Nothing is built before `npm ci`.\n');
