import type { CustomFieldValue } from '../domain/records';
import { fieldValue, id } from './fields';
import { essential, type Kind, listOf, object, optional, recordOf } from './reading';

const rows = listOf(object({ field: essential(object({ id: essential(id) })), value: optional(fieldValue, null) }));

/** As in `/customers/{id}/custom-fields`: `{data: [{field, value}]}` as recorded, or the bare array that the official page shows. */
const enveloped: Kind<ReturnType<typeof rows>> = (raw, place) =>
  Array.isArray(raw) ? rows(raw, place) : object({ data: essential(rows) })(raw, place).data;

const read = recordOf({ values: essential(enveloped) }, ({ values }): Readonly<Record<string, CustomFieldValue>> =>
  Object.fromEntries(values.map(({ field, value }) => [String(field.id), value])),
);

export const customFieldRows = { ...read, read: (raw: unknown) => read.read({ values: raw }) };
