import { z } from 'zod';
import { type Page, type UnreadableRow } from '../domain/records';
import { id } from './fields';
import { describeIssues } from '../http/issues';

/** `data: null` is an answer of its own; a cursor is opaque, missing, null or "" at the end. */
export const envelopeSchema = z.object({
  data: z.array(z.unknown()).nullable(),
  meta: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** Reads each row by itself, so that one odd row costs one row. */
export function readRows<Row>(schema: z.ZodType<Row>, data: readonly unknown[]): Omit<Page<Row>, 'nextCursor'> {
  const rows: Row[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const raw of data) {
    const row = schema.safeParse(raw);
    if (row.success) rows.push(row.data);
    else unreadable.push({ id: idOf(raw), reason: describeIssues(row.error) });
  }
  return { rows, unreadable };
}

function idOf(raw: unknown): number | null {
  return z.object({ id }).safeParse(raw).data?.id ?? null;
}
