import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';
import type { TracedAnswer, TracedRequests } from '../observability/traced';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const localsSchema = z.object({ route: z.string().default('unmatched'), requestId: z.string() });

interface ObservedBy {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traced?: TracedRequests | null;
}

/** Gives each request an id (the caller's, when it is a UUID) and tells log and metrics how it went. */
export function observeRequests(deps: ObservedBy): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && UUID.test(given) ? given.toLowerCase() : randomUUID();
    const startedAt = performance.now();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    const observed = (end: (answer: TracedAnswer) => void): void => {
      response.once('finish', () => {
        const { route } = requestFields(response);
        const call = { method: request.method, route, status: response.statusCode, ms: performance.now() - startedAt };
        deps.metrics.apiCall(call);
        deps.log.debug('api.request', { ...call, ms: Math.round(call.ms), requestId });
        end(call);
      });
      next();
    };
    const { traced = null } = deps;
    if (traced === null) observed(() => undefined);
    else traced.request(request, observed);
  };
}

/** Names the route for log and metrics; the raw path would make a label of everything that anybody asks for. */
export function nameRoute(response: Pick<Response, 'locals'>, route: string): void {
  response.locals['route'] = route;
}

/** The same before the handlers of a route. */
export function named(route: string): RequestHandler {
  return (_request, response, next) => {
    nameRoute(response, route);
    next();
  };
}

export function requestFields(response: Response): { route: string; requestId: string } {
  return localsSchema.parse(response.locals);
}
