import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { allowCodec, decodePayloads, encodePayloads, payloadsSchema } from '../../packages/sdk/contract/codec';
import { errorBodySchema } from '../../packages/sdk/contract/errors';

/** The codec routes for `/openapi.json`. */
export function describeCodec(): RouteConfig[] {
  const content = { 'application/json': { schema: payloadsSchema } };
  const failed = {
    description: 'Not done; the code says why and the message what to do.',
    content: { 'application/json': { schema: errorBodySchema } },
  };
  return [
    {
      method: allowCodec.method,
      path: allowCodec.path,
      operationId: allowCodec.id,
      security: [{ apiKeyAsPassword: [] }],
      summary: allowCodec.summary,
      responses: {
        200: { description: 'The browser has it.', content: { 'text/plain': { schema: { type: 'string' } } } },
        default: failed,
      },
    },
    ...[decodePayloads, encodePayloads].map(({ id, method, path, summary }): RouteConfig => ({
      method,
      path,
      operationId: id,
      summary,
      security: [{ apiKey: [] }, { apiKeyAsPassword: [] }],
      request: { body: { content } },
      responses: { 200: { description: 'Done.', content }, default: failed },
    })),
  ];
}
