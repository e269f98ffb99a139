import { z } from 'zod';
import { readableRows } from './readable-rows';
import { type OffsetPage } from './types';

/**
 * `{count, [key]: rows}`; Brevo leaves the rows out when there are none. Each row is read by itself, and one that cannot be read is left
 * out: `received` counts it, so that the page is not taken for the last one.
 */
export function offsetPage<Row>(key: string, schema: z.ZodType<Row>): z.ZodType<OffsetPage<Row>> {
  const rowsOf = z.array(z.unknown()).nullish();
  return z.looseObject({ count: z.int().nullish().catch(null) }).transform((body, context) => {
    const sent = rowsOf.safeParse(body[key]);
    if (!sent.success) {
      context.addIssue({ code: 'custom', path: [key], message: 'not a list' });
      return z.NEVER;
    }
    const all = sent.data ?? [];
    return { rows: readableRows(schema, all), received: all.length, count: body.count ?? all.length };
  });
}
