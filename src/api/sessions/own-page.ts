import type { Request } from 'express';
import { CONSOLE_HEADER } from '../../../packages/sdk/contract/session';
import { HttpError } from '../errors';

/**
 * That a request with a cookie comes from our own page and no other one. The cookie is `SameSite=Strict` already; but a site has many origins,
 * and another port of this machine is the same site.
 * @throws HttpError `http.other_origin`
 */
export function requireOwnPage(request: Request): void {
  if (!isSameOrigin(request)) {
    throw new HttpError('http.other_origin', 'Only the console’s own pages may act by its cookie.');
  }
}

/**
 * The same, and that its script has made the request: a form or a picture cannot set a header, and a script of another origin would have to ask
 * first, which nobody answers.
 */
export function requireOwnScript(request: Request): void {
  requireOwnPage(request);
  if (request.get(CONSOLE_HEADER) === undefined) {
    throw new HttpError('http.other_origin', `A request by cookie carries the header ${CONSOLE_HEADER}.`);
  }
}

/** Browsers say it themselves; those that do not, over plain http, name at least the origin of what changes something. */
function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}
