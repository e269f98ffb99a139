import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { errorBodySchema } from '../../packages/sdk/contract/errors';
import type { Call, Door } from '../../packages/sdk/contract/call';
import { checkHealth, checkReadiness, describeApi, readMetrics } from '../../packages/sdk/contract/operational';
import {
  changeSchema,
  CONSOLE_HEADER,
  readSession,
  signIn,
  signOut,
  watchChanges,
} from '../../packages/sdk/contract/session';
import { receiveWebhook, receiveWebhookOfAccount, webhookAnswerSchema } from '../../packages/sdk/contract/webhooks';
import { describeCodec } from './describe-codec';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The description of the API, generated from the schemas that validate it; it cannot say anything else than the code does. */
export function describeCalls(calls: readonly Call[]): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'webhookSecret', {
    type: 'apiKey',
    in: 'header',
    name: 'X-Webhook-Secret',
    description: 'One of the secrets of GORGIAS_WEBHOOK_SECRET.',
  });
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The connector’s TAJO_API_KEY.',
  });
  registry.registerComponent('securitySchemes', 'apiKeyAsPassword', {
    type: 'http',
    scheme: 'basic',
    description: 'The same key as the password; the user name does not matter.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'tajo-session',
    description: `Of a browser that has signed in; with the header ${CONSOLE_HEADER}. The port, if there is one, stands behind the name.`,
  });
  for (const call of calls) registry.registerPath(describeCall(call));
  for (const route of [...operationalRoutes(), ...webhookRoutes(), ...sessionRoutes(), ...describeCodec()])
    registry.registerPath(route);
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

const BY_KEY_OR_COOKIE = [{ apiKey: [] }, { session: [] }];

function describeCall(call: Call, security: RouteConfig['security'] = BY_KEY_OR_COOKIE): RouteConfig {
  const { id, method, path, summary, params, query, body, answer, status } = call;
  const nothing = z.strictObject({});
  return {
    operationId: id,
    method,
    path,
    summary,
    security,
    request: {
      ...(params !== undefined && { params }),
      query: query ?? nothing,
      ...(method === 'post' && { body: { content: { 'application/json': { schema: body ?? nothing } } } }),
    },
    responses: {
      [status]: { description: 'Done.', content: { 'application/json': { schema: answer } } },
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
    open(checkHealth, { 200: json('Alive.', checkHealth.answer) }),
    open(checkReadiness, {
      200: json('Both can.', checkReadiness.answer),
      503: json('One cannot.', checkReadiness.answer),
    }),
    open(readMetrics, {
      200: { description: 'Prometheus text.', content: { 'text/plain': { schema: z.string() } } },
    }),
    open(describeApi, { 200: json('OpenAPI 3.1.', z.looseObject({ openapi: z.string() })) }),
  ];
}

function sessionRoutes(): RouteConfig[] {
  const { id, method, path, summary } = watchChanges;
  const events = {
    description: 'Events, until one side ends it.',
    content: { 'text/event-stream': { schema: changeSchema } },
  };
  return [
    describeCall(signIn, []),
    describeCall(readSession),
    describeCall(signOut),
    { method, path, operationId: id, summary, security: BY_KEY_OR_COOKIE, responses: { 200: events } },
  ];
}

function webhookRoutes(): RouteConfig[] {
  const body = z.looseObject({ ticket_id: z.union([z.number(), z.string()]).optional() });
  const route = ({ id, method, path, summary }: Door): RouteConfig => ({
    method,
    path,
    operationId: id,
    summary,
    security: [{ webhookSecret: [] }],
    request: {
      ...(path.includes('{') && { params: z.object({ account: z.string() }) }),
      body: {
        description: 'Whatever the template says; `ticket_id`, `ticket.id` or `id` names the ticket.',
        content: { 'application/json': { schema: body }, 'application/x-www-form-urlencoded': { schema: body } },
      },
    },
    responses: {
      202: {
        description: 'Temporal has accepted it, or there is nothing in it to act on.',
        content: { 'application/json': { schema: webhookAnswerSchema } },
      },
      default: {
        description: 'Not accepted; 503 asks to send it again.',
        content: { 'application/json': { schema: errorBodySchema } },
      },
    },
  });
  return [route(receiveWebhook), route(receiveWebhookOfAccount)];
}

function open({ id, method, path, summary }: Door, responses: RouteConfig['responses']): RouteConfig {
  return { method, path, operationId: id, summary, security: [], responses };
}
