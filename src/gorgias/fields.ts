import { z } from 'zod';
import { readTimestamp } from '../domain/timestamp';

/** An id. `JSON.parse` has already rounded what lies above 2^53, so such a number is refused, never used. */
export const id = z.int();

/** A reference that may be null or missing. */
export const optionalId = id.nullish().transform((value) => value ?? null);

/** Text in which null, missing and "" all mean: not known. Gorgias writes "" for an unknown first name and null for an unknown name. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

export const timestamp = z.string().transform((raw, context) => {
  const normalised = readTimestamp(raw);
  if (normalised !== null) return normalised;
  context.addIssue({ code: 'custom', message: 'not a datetime' });
  return z.NEVER;
});

export const optionalTimestamp = z
  .union([timestamp, z.literal('')])
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

export const optionalFlag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const customFieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** As in lists: `{"319830": {"id": 319830, "value": "…"}}`; a field that was never filled may lack its value. */
export const customFieldMap = z
  .record(z.string(), z.object({ value: customFieldValue.optional() }))
  .nullish()
  .transform((map) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([fieldId, entry]) => [fieldId, entry.value ?? null])),
  );

const customFieldRow = z.object({ field: z.object({ id }), value: customFieldValue.optional() });

/** As in `/customers/{id}/custom-fields`: `{data: [{field, value}]}` as recorded, or the bare array that the official page shows. */
export const customFieldRows = z
  .union([z.array(customFieldRow), z.object({ data: z.array(customFieldRow) }).transform((body) => body.data)])
  .transform((rows) => Object.fromEntries(rows.map((row) => [String(row.field.id), row.value ?? null])));
