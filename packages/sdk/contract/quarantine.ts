import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH, quarantineQuerySchema } from './requests';

export const causeSchema = z
  .object({
    cause: z.string(),
    held: z.boolean().meta({ description: 'True: the whole record waits. False: only a value was dropped.' }),
    records: z.number().meta({ description: 'Each counts once.' }),
    entries: z.number().meta({ description: 'Lines of the list: of one record several values may be left out.' }),
    firstAt: z.string(),
    lastAt: z.string(),
  })
  .meta({ id: 'QuarantineCause' });

const quarantineRecordSchema = z
  .object({
    kind: z.enum([
      'customer',
      'ticket',
      'survey',
      'message',
      'contact',
      'event',
      'list',
      'tag',
      'user',
      'custom_field',
    ]),
    key: z.string().meta({
      description:
        'Id of the record in Gorgias; `unknown` where it could not be read; the address of a contact that is no customer’s any more.',
    }),
    step: z.enum(['read', 'map', 'publish', 'import']),
    cause: z.string(),
    detail: z.string().optional().meta({ description: 'The attribute or field, never its value.' }),
    held: z.boolean(),
    firstAt: z.string(),
    lastAt: z.string(),
    times: z.number(),
  })
  .meta({ id: 'QuarantineRecord' });

const quarantineListSchema = z
  .object({ account: z.string(), causes: z.array(causeSchema), records: z.array(quarantineRecordSchema) })
  .meta({ id: 'QuarantineList' });

export const listQuarantine = {
  id: 'listQuarantine',
  method: 'get',
  path: `${GORGIAS_PATH}/quarantine`,
  summary: 'Records that are set aside and values that were dropped, each with its reason.',
  query: quarantineQuerySchema,
  answer: quarantineListSchema,
  status: 200,
} as const satisfies Call;

const quarantineRetryBodySchema = z
  .strictObject({
    cause: z
      .string({ error: 'must be one of the causes in the status' })
      .min(1, 'must be one of the causes in the status')
      .max(200, 'must be one of the causes in the status')
      .meta({ example: 'brevo.rejected' }),
    dryRun: z.boolean({ error: 'must be true or false' }).default(false).meta({ description: 'Count only.' }),
  })
  .meta({ id: 'QuarantineRetryRequest' });

const quarantineRetrySchema = z
  .object({
    account: z.string(),
    cause: z.string(),
    dryRun: z.boolean(),
    records: z.number().meta({ description: 'Records that the cause lists.' }),
    contacts: z.number().meta({ description: 'Contacts that the next publication writes again.' }),
    details: z.number().meta({ description: 'Customers whose details the next enrichment reads again.' }),
    events: z.number().meta({ description: 'Refused timeline events that the next sync sends again.' }),
    nextSync: z.number().meta({ description: 'Records that the next full sync reads again by itself.' }),
  })
  .meta({ id: 'QuarantineRetry' });

export const retryQuarantine = {
  id: 'retryQuarantine',
  method: 'post',
  path: `${GORGIAS_PATH}/quarantine/retry`,
  summary: 'Make the records of one cause due again; the next sync takes them. With dryRun it only counts.',
  query: accountQuerySchema,
  body: quarantineRetryBodySchema,
  answer: quarantineRetrySchema,
  status: 200,
} as const satisfies Call;

export type QuarantineList = AnswerOf<typeof listQuarantine>;
export type QuarantineRetry = AnswerOf<typeof retryQuarantine>;
