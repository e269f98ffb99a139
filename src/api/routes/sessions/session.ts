import { type RequestHandler, Router } from 'express';
import { type Session, signIn as signInCall, signOut } from '../../../../packages/sdk/contract/session';
import type { SessionRow } from '../../../store/sessions/sessions';
import { limitWrongKeys, unauthorized } from '../../bearer';
import { parseInput } from '../../operation';
import { named } from '../../request-log';
import { callerOf, requireOwnCaller } from '../../sessions/identify';
import { requireOwnScript } from '../../sessions/own-page';
import { giveCookie, takeCookie, tokenOf } from '../../sessions/session-cookie';
import type { SignIn } from '../../sessions/sign-in';
import { refuseMethod } from '../health';

interface Guards {
  /** Lets pass who is known. */
  readonly key: RequestHandler;
  readonly body: readonly RequestHandler[];
}

/** How a browser signs in and out. Apart from the calls, because it takes no key in a header and answers with a cookie. */
export function sessionRoutes(signIn: SignIn, { key, body }: Guards): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router
    .route(signInCall.path)
    .all(named(signInCall.path))
    .post(ownScript, ...body, begin(signIn))
    .get(key, requireOwnCaller, read(signIn))
    .all(refuseMethod('GET', 'POST'));
  router
    .route(signOut.path)
    .all(named(signOut.path))
    .post(key, requireOwnCaller, end(signIn))
    .all(refuseMethod('POST'));
  return router;
}

/** Also without a cookie: nobody is signed in as somebody else by another page. */
const ownScript: RequestHandler = (request, _response, next) => {
  requireOwnScript(request);
  next();
};

function begin(signIn: SignIn): RequestHandler {
  const refuse = limitWrongKeys();
  return async (request, response, next) => {
    const { key, link } = parseInput(signInCall.body, request.body ?? {});
    const role = key === undefined ? null : signIn.roleOfKey(key);
    const begun = role === null ? await signIn.beginByLink(link ?? '') : await signIn.begin(role);
    if (begun === null) {
      const sentence = link === undefined ? undefined : 'This link has been used, or is too old: ask for another one.';
      void refuse(request, response, (failed?: unknown) => next(failed ?? unauthorized('wrong', sentence)));
      return;
    }
    giveCookie(request, begun.token, begun.until);
    response.status(signInCall.status).json(shown(begun));
  };
}

function read(signIn: SignIn): RequestHandler {
  return async (request, response) => {
    const { role = 'reader', token = null } = callerOf(request) ?? {};
    const session = token === null ? null : await signIn.find(token);
    response.json(session === null ? ({ role, idleUntil: null, until: null } satisfies Session) : shown(session));
  };
}

function end(signIn: SignIn): RequestHandler {
  return async (request, response) => {
    const token = tokenOf(request);
    const ended = token !== null && (await signIn.end(token));
    takeCookie(request);
    response.json({ ended });
  };
}

function shown({ role, idleUntil, until }: SessionRow): Session {
  return { role, idleUntil, until };
}
