import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { payloadsSchema } from '../../packages/sdk/contract/codec';
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
      method: 'get',
      path: '/codec',
      operationId: 'allowCodec',
      security: [{ apiKeyAsPassword: [] }],
      summary: 'For a browser: asks for the key, which it then has for the Temporal web interface.',
      responses: {
        200: { description: 'The browser has it.', content: { 'text/plain': { schema: { type: 'string' } } } },
        default: failed,
      },
    },
    ...(['decode', 'encode'] as const).map((verb): RouteConfig => ({
      method: 'post',
      path: `/codec/${verb}`,
      operationId: `${verb}Payloads`,
      summary: `Temporal’s remote codec: ${verb} payloads of histories.`,
      security: [{ apiKey: [] }, { apiKeyAsPassword: [] }],
      request: { body: { content } },
      responses: { 200: { description: 'Done.', content }, default: failed },
    })),
  ];
}
