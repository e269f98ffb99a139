import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';

const EMAIL_HELP = 'must be an e-mail address, like jane@customer.example';

/** In the body, not in the address of the call: addresses of calls stand in logs. */
export const personEmailSchema = z
  .string({ error: EMAIL_HELP })
  .max(320, EMAIL_HELP)
  .regex(/^[^\s@]+@[^\s@]+$/, EMAIL_HELP)
  .meta({ example: 'jane@customer.example' });

const personBodySchema = z.strictObject({ email: personEmailSchema }).meta({ id: 'PrivacyRequest' });

const exportSchema = z
  .object({
    account: z.string(),
    exportedAt: z.string(),
    customers: z.array(z.number()).meta({ description: 'In Gorgias, with those that were merged into them.' }),
    tickets: z.array(z.number()),
    workflows: z.array(z.string()).meta({ description: 'Whose histories Temporal may keep: numbers and ids only.' }),
    tables: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown().meta({ personal: true }))))
      .meta({ description: 'Every row that is kept of the person, by table; tables without one are left out.' }),
  })
  .meta({ id: 'PersonExport' });

export const exportPerson = {
  id: 'exportPerson',
  method: 'post',
  path: `${GORGIAS_PATH}/privacy/export`,
  summary: 'All that is kept of a person: facts, states, notes, timeline, campaigns, quarantine. Calls no vendor.',
  query: accountQuerySchema,
  body: personBodySchema,
  answer: exportSchema,
  status: 200,
  timeoutMs: 120_000,
} as const satisfies Call;

const eraseBodySchema = z
  .strictObject({
    email: personEmailSchema,
    brevo: z
      .boolean({ error: 'must be true or false' })
      .default(false)
      .meta({ description: 'Delete the contact in Brevo too, with its consent and its timeline.' }),
  })
  .meta({ id: 'ErasureRequest' });

const startedSchema = z
  .object({
    account: z.string(),
    person: z.string().meta({ description: 'Keyed hash of the address, by which the receipt is read.' }),
    workflowId: z.string(),
    ui: z.string().nullable(),
  })
  .meta({ id: 'ErasureStarted' });

export const erasePerson = {
  id: 'erasePerson',
  method: 'post',
  path: `${GORGIAS_PATH}/privacy/erase`,
  summary:
    'Erase a person. From the answer on nothing of them is taken in; the rest is done by a workflow, which a second call joins.',
  query: accountQuerySchema,
  body: eraseBodySchema,
  answer: startedSchema,
  status: 202,
} as const satisfies Call;

const erasureSchema = z
  .object({
    account: z.string(),
    person: z.string(),
    state: z.enum(['erasing', 'erased', 'allowed']).meta({
      description: 'allowed: erased, and may come back with the next sync.',
    }),
    shutAt: z.string().meta({ description: 'From then on nothing of the person was taken in.' }),
    storeAt: z.string().nullable().meta({ description: 'When all that was kept here was deleted.' }),
    erasedAt: z.string().nullable(),
    allowedAt: z.string().nullable(),
    rowsDeleted: z.number(),
    deleted: z.record(z.string(), z.number()).meta({ description: 'Rows, by table.' }),
    historyKeys: z.number().meta({ description: 'Keys of Temporal’s histories that were destroyed.' }),
    workflowsEnded: z.number(),
    brevo: z.object({
      asked: z.boolean(),
      at: z
        .string()
        .nullable()
        .meta({ description: 'Where it was not asked: when an erasure before this one had the contact deleted.' }),
      end: z.enum(['deleted', 'unknown', 'refused']).nullable().meta({
        description: 'unknown: Brevo had no such contact; refused: Brevo does not let go of it.',
      }),
      againAt: z.string().nullable().meta({
        description:
          'When it was deleted once more: an import that was under way then has ended, and may have brought it back.',
      }),
      importsUnderWay: z.number().meta({
        description:
          'Imports that may bring the contact back. While it is erasing they are asked about each minute, for a day.',
      }),
    }),
    gorgiasAt: z.string().nullable().meta({
      description: 'When Gorgias was asked which other customers have the address; null: it could not be asked.',
    }),
    outOfReach: z.array(z.string()).meta({ description: 'Where something of the person may still be, in sentences.' }),
  })
  .meta({ id: 'Erasure' });

export const readErasure = {
  id: 'readErasure',
  method: 'get',
  path: `${GORGIAS_PATH}/privacy/erasures/{person}`,
  summary: 'The receipt of an erasure, or how far it is.',
  params: z.object({
    person: z.string().regex(/^[0-9a-f]{40}$/, 'must be the hash that the erasure was answered with'),
  }),
  query: accountQuerySchema,
  answer: erasureSchema,
  status: 200,
} as const satisfies Call;

const allowedSchema = z
  .object({
    account: z.string(),
    already: z.boolean().meta({ description: 'It had been allowed before this call.' }),
    erasure: z.union([erasureSchema, z.null()]).meta({ description: 'Null: the address was never erased.' }),
  })
  .meta({ id: 'PersonAllowed' });

export const allowPerson = {
  id: 'allowPerson',
  method: 'post',
  path: `${GORGIAS_PATH}/privacy/allow`,
  summary: 'Take an erased person off the list, so that the next sync may bring them back.',
  query: accountQuerySchema,
  body: personBodySchema,
  answer: allowedSchema,
  status: 200,
} as const satisfies Call;

export type PersonExport = AnswerOf<typeof exportPerson>;
export type ErasureStarted = AnswerOf<typeof erasePerson>;
export type Erasure = AnswerOf<typeof readErasure>;
export type PersonAllowed = AnswerOf<typeof allowPerson>;
