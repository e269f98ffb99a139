import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { named, nameRoute } from './request-log';
import { refuseMethod } from './routes/health';

/** Everything from the own origin, and nothing written into the page: a name that is HTML stays a name. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ROUTE = 'console';

/** Their names hold a digest of what is in them. */
const HASHED = /[\\/]assets[\\/][^\\/]+$/;
const A_YEAR = 'public, max-age=31536000, immutable';
/** Asked for each time, and answered with 304 while it is the same. */
const REVALIDATED = 'no-cache';

/**
 * Serves the console as it was built. Everything that it shows it asks the API for: nothing here takes a key.
 * @param folder Of the build; null: there is none.
 */
export function consoleRoutes(folder: string | null): Router {
  const router = Router({ strict: true, caseSensitive: true });
  if (folder === null || !existsSync(join(folder, 'index.html'))) {
    router
      .route('/')
      .all(named(ROUTE))
      .get((_request, response) => void response.status(404).type('text/plain').send(NOT_BUILT))
      .all(refuseMethod('GET'));
    return router;
  }
  const files = express.static(folder, {
    redirect: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      nameRoute(response, ROUTE);
      response.setHeader('Content-Security-Policy', POLICY);
      response.setHeader('Cache-Control', HASHED.test(path) ? A_YEAR : REVALIDATED);
    },
  });
  router.use(files);
  router.route('/').all(named(ROUTE), refuseMethod('GET', 'HEAD'));
  return router;
}

const NOT_BUILT =
  'The console is not built here: `npm run build` makes it. The API is below /v1, and described at /openapi.json.\n';
