import type { CookieOptions, Request, Response } from 'express';
import { TOKEN } from './sign-in';

/**
 * Browsers tell the ports of a host apart for nothing but pages: two connectors on one machine would take each other's cookie. Over https the
 * name says that nobody but this host has set it, and not over http.
 */
function cookieName(request: Request): string {
  const [, port = ''] = /:(\d+)$/.exec(request.get('host') ?? '') ?? [];
  const name = port === '' ? 'tajo-session' : `tajo-session-${port}`;
  return request.secure ? `__Host-${name}` : name;
}

/** What the request's cookie holds; null: it has none of ours. */
export function tokenOf(request: Request): string | null {
  const name = cookieName(request);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key === name && TOKEN.test(value)) return value;
  }
  return null;
}

/** @param until When the session ends in any case. */
export function giveCookie(request: Request, token: string, until: string): void {
  const response = responseOf(request);
  response.cookie(cookieName(request), token, { ...options(request), expires: new Date(until) });
}

export function takeCookie(request: Request): void {
  responseOf(request).clearCookie(cookieName(request), options(request));
}

/** No script reads it, and no request that another site causes carries it. */
function options(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: request.secure, path: '/' };
}

function responseOf({ res: response }: Request): Response {
  if (response === undefined) throw new Error('a request without its response');
  return response;
}
