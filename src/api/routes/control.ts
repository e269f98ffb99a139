import { json, Router, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { requireBearer } from '../bearer';
import { HttpError } from '../errors';
import type { Operation, OperationDeps } from '../operation';
import { nameRoute } from '../request-log';
import { refuseMethod } from './health';

const MAX_BODY = '256kb';

/** The routes with a key. Cheap checks come before dear ones: rate, method, key, content type, size, JSON, shape. */
export function controlRoutes(deps: {
  operations: readonly Operation[];
  operationDeps: OperationDeps;
  apiKey: string;
  requestsPerSecond: number;
  /** Lets go of requests that wait. */
  stopping: AbortSignal;
}): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const guards = [requireBearer(deps.apiKey), requireJson, json({ limit: MAX_BODY, inflate: false, strict: true })];
  router.use('/v1', limitRate(deps.requestsPerSecond));
  for (const operation of deps.operations) {
    const { method, path } = operation.call;
    router
      .route(expressPath(path))
      .all(named(path))
      [method](...guards, serve(operation, deps.operationDeps, deps.stopping))
      .all(refuseMethod(method.toUpperCase()));
  }
  // Without the key nobody learns which paths exist below /v1.
  router.use('/v1', requireBearer(deps.apiKey));
  return router;
}

/** `/accounts/{account}` of the contract, as express spells it. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function named(route: string): RequestHandler {
  return (_request, response, next) => {
    nameRoute(response, route);
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
    const raw = { params: { ...params }, query: { ...query }, body, signal: over.signal };
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

export function limitRate(requestsPerSecond: number): RequestHandler {
  const windowSeconds = 10;
  return rateLimit({
    windowMs: windowSeconds * 1000,
    limit: requestsPerSecond * windowSeconds,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      response.setHeader('Retry-After', String(windowSeconds));
      throw new HttpError('http.too_many_requests', `At most ${requestsPerSecond} requests a second from one address.`);
    },
  });
}
