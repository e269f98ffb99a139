import { z } from 'zod';
import { type BrevoApi } from './api';
import { readableRows } from './readable-rows';
import { isAttributeTaken } from './error-answer';
import { type AttributeDefinition, type BrevoClient } from './types';

/** Labels are texts, also where they were given as numbers. */
const label = z.union([z.string(), z.number()]).transform(String);
const option = z.object({ label }).transform((item) => item.label);

const optionsOf = (schema: z.ZodType<string>): z.ZodType<readonly string[]> =>
  z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((sent) => readableRows(schema, sent ?? []));

const definitionSchema = z
  .object({
    name: z.string(),
    category: z.string(),
    type: z.string().nullish().catch(null),
    enumeration: optionsOf(option),
    multiCategoryOptions: optionsOf(label),
  })
  .transform((row): AttributeDefinition => ({
    name: row.name,
    category: row.category,
    type: row.type ?? null,
    options: [...row.enumeration, ...row.multiCategoryOptions],
  }));

const definitionsSchema = z
  .object({ attributes: z.array(z.unknown()) })
  .transform((body) => readableRows(definitionSchema, body.attributes));

export function createAttributeCalls(api: BrevoApi): Pick<BrevoClient, 'listAttributes' | 'createAttribute'> {
  return {
    listAttributes: () =>
      api.read(definitionsSchema, {
        method: 'GET',
        path: '/contacts/attributes',
        route: '/contacts/attributes',
        group: 'brevo.contacts',
      }),
    createAttribute: async (name, type) => {
      const request = {
        method: 'POST',
        path: `/contacts/attributes/normal/${encodeURIComponent(name)}`,
        route: '/contacts/attributes/normal/{name}',
        group: 'brevo.contacts',
        body: { type },
      } as const;
      return (await api.write(request, isAttributeTaken)) === 'tolerated' ? 'exists' : 'created';
    },
  };
}
