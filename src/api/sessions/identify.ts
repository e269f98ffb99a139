import type { Request, RequestHandler } from 'express';
import type { Role } from '../../store/sessions/sessions';
import type { KeyCheck } from '../bearer';
import { givenBearer } from '../bearer';
import { limitCallers } from '../callers';
import { requireOwnScript } from './own-page';
import { takeCookie, tokenOf } from './session-cookie';
import type { SignIn } from './sign-in';

export interface Caller {
  readonly role: Role;
  /** Of the cookie; null: the key itself was sent. */
  readonly token: string | null;
}

const CALLERS = new WeakMap<Request, Caller>();

const WINDOW_SECONDS = 10;

/**
 * Finds out who asks, by key or by cookie, once for all that follows. A cookie costs a look into the database, which strangers get only so
 * often from one address.
 */
export function identify(signIn: SignIn, requestsPerSecond: number): readonly RequestHandler[] {
  const limit = limitCallers({
    windowMs: WINDOW_SECONDS * 1000,
    limit: requestsPerSecond * WINDOW_SECONDS,
    retryAfterSeconds: WINDOW_SECONDS,
    sentence: `At most ${requestsPerSecond} requests a second from one address.`,
  });
  return [
    (request, response, next) => {
      if (hasCookieAlone(request)) void limit(request, response, next);
      else next();
    },
    async (request, _response, next) => {
      const caller = await find(signIn, request);
      if (caller !== null) CALLERS.set(request, caller);
      next();
    },
  ];
}

async function find(signIn: SignIn, request: Request): Promise<Caller | null> {
  const key = givenBearer(request);
  if (key !== undefined) {
    const role = key === null ? null : signIn.roleOfKey(key);
    return role === null ? null : { role, token: null };
  }
  const token = tokenOf(request);
  if (token === null) return null;
  const session = await signIn.use(token);
  if (session !== null) return { role: session.role, token };
  takeCookie(request);
  return null;
}

function hasCookieAlone(request: Request): boolean {
  return request.headers.authorization === undefined && tokenOf(request) !== null;
}

/** Null: nobody that is known. */
export function callerOf(request: Request): Caller | null {
  return CALLERS.get(request) ?? null;
}

/** What {@link identify} has found of a request, for the guard of the routes. */
export const checkCaller: KeyCheck = (request) => {
  if (callerOf(request) !== null) return 'right';
  if (hasCookieAlone(request)) return 'over';
  return givenBearer(request) === undefined ? 'missing' : 'wrong';
};

/** Whoever comes by cookie comes from our own page. */
export const requireOwnCaller: RequestHandler = (request, _response, next) => {
  const { token = null } = callerOf(request) ?? {};
  if (token !== null) requireOwnScript(request);
  next();
};
