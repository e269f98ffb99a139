import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';

/** Tags and lists are read whole, in the account's budget. */
const READ_MS = 180_000;
/** A list is one request to Brevo, in the account's budget. */
const MAKE_MS = 180_000;

const VALUE_TYPES = ['integer', 'number', 'text', 'date', 'boolean', 'email', 'phone', 'unknown'] as const;

const fieldSchema = z
  .object({
    name: z.string().meta({ description: 'As `field_mapping` spells it.', example: 'vip_status' }),
    label: z.string().meta({ description: 'As Gorgias shows it.', example: 'VIP status' }),
    type: z.enum(VALUE_TYPES),
  })
  .meta({ id: 'OfferedField' });

const attributeSchema = z
  .object({
    name: z.string(),
    category: z.string(),
    type: z.string().nullable(),
    options: z.array(z.string()),
  })
  .meta({ id: 'OfferedAttribute' });

const offersSchema = z
  .object({
    account: z.string(),
    domain: z.string(),
    fields: z.array(fieldSchema).meta({ description: 'Custom fields of customers in Gorgias.' }),
    tags: z
      .array(z.object({ name: z.string(), usage: z.number().nullable() }))
      .meta({ description: 'Tags in use, the most used first, 500 at most; `usage`: on how many tickets.' }),
    attributes: z.array(attributeSchema),
    lists: z.array(z.object({ id: z.number(), name: z.string() })).meta({ description: 'Of Brevo.' }),
  })
  .meta({ id: 'Offers' });

export const readOffers = {
  id: 'readOffers',
  method: 'get',
  path: `${GORGIAS_PATH}/offers`,
  summary: 'What both vendors have, as they are now, that settings can name: fields, tags, attributes, lists.',
  query: accountQuerySchema,
  answer: offersSchema,
  status: 200,
  timeoutMs: READ_MS,
} as const satisfies Call;

const NAME_HELP = 'must be a name of 1 to 100 characters';

const listNameSchema = z.string({ error: NAME_HELP }).trim().min(1, NAME_HELP).max(100, NAME_HELP);

const makeListsBodySchema = z
  .strictObject({ names: z.array(listNameSchema).min(1, 'must name a list').max(100, 'must be 100 names at most') })
  .meta({ id: 'MakeListsRequest' });

const madeListSchema = z
  .object({
    id: z.number(),
    name: z.string(),
    made: z.boolean().meta({ description: 'False: Brevo had a list of that name, in any spelling.' }),
  })
  .meta({ id: 'MadeList' });

export const makeLists = {
  id: 'makeLists',
  method: 'post',
  path: `${GORGIAS_PATH}/lists`,
  summary: 'A list in Brevo for each name, to be named in the settings; one that is there is taken.',
  query: accountQuerySchema,
  body: makeListsBodySchema,
  answer: z.object({ account: z.string(), lists: z.array(madeListSchema) }).meta({ id: 'MadeLists' }),
  status: 200,
  timeoutMs: MAKE_MS,
} as const satisfies Call;

export type Offers = AnswerOf<typeof readOffers>;
export type MadeLists = AnswerOf<typeof makeLists>;
