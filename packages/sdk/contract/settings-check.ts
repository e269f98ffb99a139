import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { listsByNameSchema } from './lists-by-name';
import { accountQuerySchema, GORGIAS_PATH } from './requests';

/** Tags and lists are read whole, in the account's budget. */
const CHECK_MS = 180_000;

const bodySchema = z
  .strictObject({
    settings: z
      .string({ error: 'must be the text of a tajo.yaml' })
      .max(200_000, 'must be at most 200,000 characters long')
      .meta({ description: 'The text of a `tajo.yaml`. Variables are not replaced: whoever asks has put them in.' }),
  })
  .meta({ id: 'SettingsCheckRequest' });

const findingSchema = z
  .object({
    setting: z.string().meta({ description: 'Without `connectors.gorgias`.', example: 'lists.satisfied_customers' }),
    sentence: z.string(),
  })
  .meta({ id: 'SettingFinding' });

const answerSchema = z
  .object({
    account: z.string(),
    domain: z.string(),
    ok: z.boolean(),
    faults: z.array(findingSchema).meta({ description: 'A full sync would end with these.' }),
    warnings: z.array(findingSchema).meta({ description: 'Allowed, but probably not meant.' }),
    creates: z
      .array(z.object({ name: z.string(), type: z.string() }))
      .meta({ description: 'Attributes that the first run makes in Brevo.' }),
    lists: listsByNameSchema,
  })
  .meta({ id: 'SettingsCheck' });

export const checkSettings = {
  id: 'checkSettings',
  method: 'post',
  path: `${GORGIAS_PATH}/check-settings`,
  summary:
    'Hold settings against both vendors as they are now: fields, attributes, lists, templates, tags. Writes nothing.',
  query: accountQuerySchema,
  body: bodySchema,
  answer: answerSchema,
  status: 200,
  timeoutMs: CHECK_MS,
} as const satisfies Call;

export type SettingsCheck = AnswerOf<typeof checkSettings>;
