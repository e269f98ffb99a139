import { z } from 'zod';
import type { Door } from './call';

const base64Schema = z.string({ error: 'must be text in base64' }).regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'must be base64');

const payloadSchema = z
  .object({
    metadata: z.record(z.string(), base64Schema).optional(),
    data: base64Schema.optional(),
  })
  .meta({ id: 'Payload', description: 'A Temporal payload as JSON: the values of metadata, and data, in base64.' });

/** Temporal's contract for remote codecs; fields that a later Temporal adds are let pass and dropped. */
export const payloadsSchema = z
  // `{}` is how Temporal's JSON writes none.
  .object({ payloads: z.array(payloadSchema).max(10_000, 'must be at most 10,000 payloads').default([]) })
  .meta({ id: 'Payloads' });

export const allowCodec = {
  id: 'allowCodec',
  method: 'get',
  path: '/codec',
  summary: 'For a browser: asks for the key, which it then has for the Temporal web interface.',
} as const satisfies Door;

export const decodePayloads = {
  id: 'decodePayloads',
  method: 'post',
  path: '/codec/decode',
  summary: 'Temporal’s remote codec: decode payloads of histories.',
} as const satisfies Door;

export const encodePayloads = {
  id: 'encodePayloads',
  method: 'post',
  path: '/codec/encode',
  summary: 'Temporal’s remote codec: encode payloads of histories.',
} as const satisfies Door;

export type PayloadsJson = z.output<typeof payloadsSchema>;
