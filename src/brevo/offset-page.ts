import { z } from 'zod';
import { type OffsetPage } from './types';

/** `{count, [key]: rows}`; Brevo leaves the rows out when there are none. */
export function offsetPage<Row>(key: string, row: z.ZodType<Row>): z.ZodType<OffsetPage<Row>> {
  const rowsOf = z.array(row).nullish();
  return z.looseObject({ count: z.int().nullish() }).transform((body, context) => {
    const rows = rowsOf.safeParse(body[key]);
    if (rows.success) return { rows: rows.data ?? [], count: body.count ?? rows.data?.length ?? 0 };
    for (const { path, message } of rows.error.issues) {
      context.addIssue({ code: 'custom', path: [key, ...path], message });
    }
    return z.NEVER;
  });
}
