import { z } from 'zod';

const trigger = {
  match: z.object({ method: z.string().optional(), pathPrefix: z.string().optional() }).optional(),
  times: z.number().int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  skip: z.number().int().min(0).optional(),
};

function kind<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.strictObject({ kind: z.literal(name), ...trigger, ...shape });
}

/** Faults that can be sent to a sandbox of another process: all but those that are functions. */
export const faultMessage = z.discriminatedUnion('kind', [
  kind('status', {
    status: z.number().int(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  kind('429', { retryAfterSeconds: z.number().optional() }),
  kind('5xx', { status: z.number().int().optional() }),
  kind('html', { status: z.number().int().optional() }),
  kind('empty', {}),
  kind('reset-before', {}),
  kind('reset-after-commit', {}),
  kind('status-after-commit', { status: z.number().int().optional() }),
  kind('hang', { commit: z.boolean().optional() }),
  kind('delay', { ms: z.number() }),
  kind('slow-drip', { everyMs: z.number().optional() }),
  kind('truncated', {}),
  kind('cursor-loop', {}),
  kind('cursor-expired', {}),
  kind('empty-page', {}),
]);
