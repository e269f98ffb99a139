import { z } from 'zod';
import { type BrevoApi } from './api';
import { isAttributeTaken } from './refusal';
import { type AttributeDefinition, type BrevoClient } from './types';

const definitionSchema = z
  .object({
    name: z.string(),
    category: z.string(),
    type: z.string().nullish(),
    enumeration: z.array(z.object({ label: z.string() })).nullish(),
    multiCategoryOptions: z.array(z.string()).nullish(),
  })
  .transform((row): AttributeDefinition => ({
    name: row.name,
    category: row.category,
    type: row.type ?? null,
    options: [...(row.enumeration ?? []).map((option) => option.label), ...(row.multiCategoryOptions ?? [])],
  }));

const definitionsSchema = z.object({ attributes: z.array(definitionSchema) }).transform((body) => body.attributes);

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
