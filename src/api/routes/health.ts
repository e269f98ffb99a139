import { Router } from 'express';
import { checkHealth, checkReadiness, describeApi, readMetrics } from '../../../packages/sdk/contract/operational';
import type { Metrics } from '../../observability/metrics';
import { HttpError } from '../errors';
import type { Readiness } from '../readiness';
import { nameRoute } from '../request-log';
import type { RequestHandler } from 'express';

/** The routes without a key: for load balancers, Prometheus and readers. */
export function operationalRoutes(deps: {
  metrics: Metrics;
  /** Brings up to now what nothing else reports. */
  measure: () => Promise<void>;
  readiness: () => Promise<Readiness>;
  description: object;
}): Router {
  const router = Router({ strict: true, caseSensitive: true });
  addGet(router, checkHealth.path, (_request, response) => void response.json({ status: 'ok' }));
  addGet(router, checkReadiness.path, async (_request, response) => {
    const ready = await deps.readiness();
    const status = ready.temporal && ready.store ? 200 : 503;
    if (status === 503) response.setHeader('Retry-After', '5');
    response.status(status).json({ temporal: ready.temporal, store: ready.store });
  });
  addGet(router, readMetrics.path, async (_request, response) => {
    await deps.measure();
    const { contentType, text } = await deps.metrics.render();
    response.setHeader('Content-Type', contentType);
    response.send(text);
  });
  addGet(router, describeApi.path, (_request, response) => void response.json(deps.description));
  return router;
}

function addGet(router: Router, path: string, handler: RequestHandler): void {
  router
    .route(path)
    .all((_request, response, next) => {
      nameRoute(response, path);
      next();
    })
    .get(handler)
    .all(refuseMethod('GET'));
}

/** 405 with the methods that the path has. */
export function refuseMethod(...allowed: readonly string[]): RequestHandler {
  return (request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new HttpError(
      'http.method_not_allowed',
      `${request.method} is not possible here; use ${allowed.join(' or ')}.`,
    );
  };
}
