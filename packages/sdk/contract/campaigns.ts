import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';
import { normaliseEmail } from '../../../src/domain/email';

const NAME_HELP = 'must be the name of a campaign: at most 100 letters, digits, dashes and underscores, like win-back';
const EMAIL_HELP = 'must be an e-mail address, or null when the customer has none';
const KEY_HELP = 'must be text of 1 to 200 characters';
const PARAMS_HELP = 'must be an object of texts, numbers, booleans and lists of them';
const PARAM_HELP = 'must be a text, a number, a boolean or a list of them';
const TICKET_HELP = 'must be the number of a Gorgias ticket, like 123';

/** The connector answers after 20 s at the latest. */
const TRIGGER_MS = 45_000;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const triggerBodySchema = z
  .strictObject({
    name: z
      .string({ error: NAME_HELP })
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, NAME_HELP)
      .meta({ example: 'post-support-upsell' }),
    email: z
      .string({ error: EMAIL_HELP })
      .max(254, EMAIL_HELP)
      .refine((text) => normaliseEmail(text) !== null, EMAIL_HELP)
      .nullable()
      .meta({
        description:
          'Whom it goes to. With a ticket: an address of its customer, or it is refused; it goes to the main one.',
        example: 'ada@customer.example',
      }),
    params: z
      .record(z.string().max(100, PARAMS_HELP), z.union([scalar, z.array(scalar)], { error: PARAM_HELP }), {
        error: PARAMS_HELP,
      })
      .refine((params) => JSON.stringify(params).length <= 20_000, 'must be at most 20,000 characters of JSON')
      .default({}),
    adHoc: z.boolean({ error: 'must be true or false' }).optional().meta({
      description: 'True: a name that is not among the campaigns of tajo.yaml is sent as the Brevo event of that name.',
    }),
    ticketId: z
      .int({ error: TICKET_HELP })
      .min(1, TICKET_HELP)
      .optional()
      .meta({ description: 'The ticket that it follows from: at most one campaign for each, ever.', example: 123 }),
    idempotencyKey: z.string({ error: KEY_HELP }).min(1, KEY_HELP).max(200, KEY_HELP).optional().meta({
      description: 'Calls with the same key are one call; without a key, calls for the same campaign and ticket are.',
    }),
  })
  .meta({ id: 'CampaignRequest' });

const triggeredSchema = z
  .object({
    account: z.string(),
    status: z.enum(['sent', 'held', 'skipped']).meta({
      description: 'held: sent by itself as soon as nothing holds it any more, if the rules still allow it then.',
    }),
    reason: z.string().meta({ description: 'A sentence; names nobody.' }),
    until: z.string().nullable().meta({ description: 'held: when it is decided at the latest, if that is known.' }),
  })
  .meta({ id: 'CampaignAnswer' });

export const triggerCampaign = {
  id: 'triggerCampaign',
  method: 'post',
  path: `${GORGIAS_PATH}/campaigns/trigger`,
  summary:
    'Send a campaign to a customer, if the rules that protect people allow it. Repeating a call sends nothing twice.',
  query: accountQuerySchema,
  body: triggerBodySchema,
  answer: triggeredSchema,
  status: 200,
  timeoutMs: TRIGGER_MS,
} as const satisfies Call;

/** `status`: `sent`, `held` (sent by itself once nothing holds it any more, if the rules allow it then) or `skipped`; `reason`: why. */
export type CampaignAnswer = AnswerOf<typeof triggerCampaign>;
