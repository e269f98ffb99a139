import { createRequire } from 'node:module';
import { join } from 'node:path';
import { defineConfig } from 'vite';

// As `npm run build` compiles it, before it builds the page.
const contract = join(import.meta.dirname, '../../dist/packages/sdk/contract');
const { CALLS } = createRequire(import.meta.url)(join(contract, 'calls.js'));
const session = createRequire(import.meta.url)(join(contract, 'session.js'));

/**
 * The page needs each call's method and path. The schemas stay with the server, which checks: zod would be half of what a browser loads.
 */
const ADDRESSES = Object.fromEntries(
  Object.entries({ ...CALLS, ...session })
    .filter(([, call]) => call.path !== undefined && call.method !== undefined)
    .map(([name, { method, path }]) => [name, { method, path }]),
);

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  define: { CALL_ADDRESSES: JSON.stringify(ADDRESSES) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '../../dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // For work on the page: `npx vite -c packages/console/vite.config.mjs` beside `npm start`.
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
