import { json, Router, type RequestHandler } from 'express';
import { type Call, changesAnything } from '../../../packages/sdk/contract/call';
import { type KeyCheck, requireKey } from '../bearer';
import { limitCallers } from '../callers';
import { HttpError } from '../errors';
import type { Operation, OperationDeps } from '../operation';
import { named } from '../request-log';
import { callerOf, checkCaller, identify, requireOwnCaller } from '../sessions/identify';
import { changeRoutes } from './changes';
import { refuseMethod } from './health';
import { sessionRoutes } from './sessions/session';

const MAX_BODY = '256kb';

/** The routes with a key. Cheap checks come before dear ones: rate, method, key, content type, size, JSON, shape. */
export function controlRoutes(deps: {
  operations: readonly Operation[];
  operationDeps: OperationDeps;
  requestsPerSecond: number;
  /** Lets go of requests that wait. */
  stopping: AbortSignal;
}): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const { signIn } = deps.operationDeps;
  const key = requireKey(checkCaller);
  const body = [requireJson, json({ limit: MAX_BODY, inflate: false, strict: true })];
  const guards = [key, requireOwnCaller, ...body];
  router.use('/v1', ...identify(signIn, deps.requestsPerSecond), limitRate(deps.requestsPerSecond, checkCaller));
  router.use(sessionRoutes(signIn, { key, body }));
  router.use(changeRoutes({ ...deps, signIn, key, changes: deps.operationDeps.store.changes }));
  for (const operation of deps.operations) {
    const { method, path } = operation.call;
    router
      .route(expressPath(path))
      .all(named(path))
      [method](...guards, requireOwner(operation.call), serve(operation, deps.operationDeps, deps.stopping))
      .all(refuseMethod(method.toUpperCase()));
  }
  // Without the key nobody learns which paths exist below /v1.
  router.use('/v1', key);
  return router;
}

/** `/accounts/{account}` of the contract, as express spells it. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** What changes something is the owner's. */
function requireOwner(call: Call): RequestHandler {
  return (request, _response, next) => {
    if (callerOf(request)?.role !== 'owner' && changesAnything(call)) {
      throw new HttpError('http.read_only', 'The read-only key may not do this: it takes TAJO_API_KEY.');
    }
    next();
  };
}

function serve(operation: Operation, deps: OperationDeps, stopping: AbortSignal): RequestHandler {
  return async (request, response) => {
    const over = new AbortController();
    const end = (): void => over.abort();
    // Not `AbortSignal.any`: on Node 20 it would leave something behind in `stopping` for every request.
    stopping.addEventListener('abort', end, { once: true });
    if (stopping.aborted) end();
    response.once('close', () => {
      stopping.removeEventListener('abort', end);
      end();
    });
    const body: unknown = request.body;
    const { params, query } = request;
    const role = callerOf(request)?.role ?? 'reader';
    const raw = { params: { ...params }, query: { ...query }, body, signal: over.signal, role };
    const answer = await operation.run(raw, deps);
    response.status(operation.call.status).json(answer);
  };
}

/** Express leaves the body of any other type unread and goes on; that would be an empty request instead of an error. */
export const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && request.is('application/json') === false) {
    throw new HttpError('http.unsupported_media_type', 'Send the body as application/json.');
  }
  next();
};

const RATE_WINDOW_SECONDS = 10;

export function limitRate(requestsPerSecond: number, check: KeyCheck): RequestHandler {
  return limitCallers({
    windowMs: RATE_WINDOW_SECONDS * 1000,
    limit: requestsPerSecond * RATE_WINDOW_SECONDS,
    isKnown: (request) => check(request) === 'right',
    tellsRest: true,
    retryAfterSeconds: RATE_WINDOW_SECONDS,
    sentence: `At most ${requestsPerSecond} requests a second from one address.`,
  });
}
