import { type z } from 'zod';

/** The rows that can be read, each by itself: one that cannot costs that one (design D15). */
export function readableRows<Row>(schema: z.ZodType<Row>, sent: readonly unknown[]): readonly Row[] {
  return sent.flatMap((raw) => {
    const row = schema.safeParse(raw);
    return row.success ? [row.data] : [];
  });
}
