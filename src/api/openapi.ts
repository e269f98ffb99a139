import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { errorBodySchema } from './contract/errors';
import { healthSchema, readinessSchema } from './contract/operational';
import type { Operation } from './operation';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The description of the API, generated from the schemas that validate it; it cannot say anything else than the code does. */
export function describeApi(operations: readonly Operation[]): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The connector’s TAJO_API_KEY.',
  });
  for (const operation of operations) registry.registerPath(describeOperation(operation));
  for (const route of operationalRoutes()) registry.registerPath(route);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Gorgias connector control API',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Installs, runs and watches the connector between Gorgias and Brevo. It never calls a vendor itself.',
    },
    servers: [{ url: '/' }],
  });
}

function describeOperation({ id, method, path, summary, status, schemas }: Operation): RouteConfig {
  const query = schemas.query instanceof z.ZodObject ? schemas.query : z.object({});
  return {
    operationId: id,
    method,
    path,
    summary,
    security: [{ apiKey: [] }],
    request: {
      query,
      ...(method === 'post' && { body: { content: { 'application/json': { schema: schemas.body } } } }),
    },
    responses: {
      [status]: { description: 'Done.', content: { 'application/json': { schema: schemas.answer } } },
      default: {
        description: 'Not done; the code says why and the message what to do.',
        content: { 'application/json': { schema: errorBodySchema } },
      },
    },
  };
}

function operationalRoutes(): RouteConfig[] {
  const json = (description: string, schema: z.ZodType): RouteConfig['responses'][string] => ({
    description,
    content: { 'application/json': { schema } },
  });
  return [
    get('/healthz', 'checkHealth', 'Is the process alive?', { 200: json('Alive.', healthSchema) }),
    get('/readyz', 'checkReadiness', 'Can Temporal and the store be reached?', {
      200: json('Both can.', readinessSchema),
      503: json('One cannot.', readinessSchema),
    }),
    get('/metrics', 'readMetrics', 'Metrics for Prometheus.', {
      200: { description: 'Prometheus text.', content: { 'text/plain': { schema: z.string() } } },
    }),
    get('/openapi.json', 'describeApi', 'This description.', {
      200: json('OpenAPI 3.1.', z.looseObject({ openapi: z.string() })),
    }),
  ];
}

function get(path: string, operationId: string, summary: string, responses: RouteConfig['responses']): RouteConfig {
  return { method: 'get', path, operationId, summary, security: [], responses };
}
