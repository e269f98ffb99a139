import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const localsSchema = z.object({ route: z.string().default('unmatched'), requestId: z.string() });

/** Gives each request an id (the caller's, when it is a UUID) and tells log and metrics how it went. */
export function observeRequests(deps: { log: Log; metrics: Metrics }): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && UUID.test(given) ? given.toLowerCase() : randomUUID();
    const startedAt = performance.now();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    response.once('finish', () => {
      const { route } = requestFields(response);
      const call = { method: request.method, route, status: response.statusCode, ms: performance.now() - startedAt };
      deps.metrics.apiCall(call);
      deps.log.debug('api.request', { ...call, ms: Math.round(call.ms), requestId });
    });
    next();
  };
}

/** Names the route for log and metrics; the raw path would make a label of everything that anybody asks for. */
export function nameRoute(response: Response, route: string): void {
  response.locals['route'] = route;
}

export function requestFields(response: Response): { route: string; requestId: string } {
  return localsSchema.parse(response.locals);
}
