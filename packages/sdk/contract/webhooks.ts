import { z } from 'zod';
import type { AnswerOf, Call, Door } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';
import { isLoopback } from '../../../src/domain/loopback';

const TICKET_ID_HELP = 'must be the number of a Gorgias ticket, like 123';

/** A whole number, also as text, as it comes out of templates and query strings. */
export const ticketIdSchema = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/, TICKET_ID_HELP)], { error: TICKET_ID_HELP })
  .transform(Number)
  .refine((id) => Number.isSafeInteger(id) && id > 0, TICKET_ID_HELP)
  .meta({ type: 'integer', description: 'Id of the ticket in Gorgias.', example: 123 });

const ADDRESS_HELP =
  'must be the https address at which Gorgias reaches the connector, like https://connector.yourstore.com';

/** Plain http only for a sandbox on this machine. */
export const webhookUrlSchema = z
  .string({ error: ADDRESS_HELP })
  .max(400, ADDRESS_HELP)
  .refine(isPublicAddress, ADDRESS_HELP)
  .meta({ example: 'https://connector.yourstore.com' });

function isPublicAddress(text: string): boolean {
  if (!URL.canParse(text) || /\s/.test(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  return (
    (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) &&
    [username, password, search, hash].join('') === ''
  );
}

const webhookGuideSchema = z
  .object({
    account: z.string(),
    path: z.string().meta({ description: 'Of the webhook door, below the address of the connector.' }),
    header: z.string().meta({ description: 'Header that carries the secret.' }),
    secretConfigured: z.boolean().meta({ description: 'False: the door is shut.' }),
    note: z.string(),
    integrations: z.array(
      z.object({
        name: z.string(),
        trigger: z.string(),
        why: z.string(),
        form: z.record(z.string(), z.string()).meta({ description: 'The body, as a template of Gorgias.' }),
      }),
    ),
  })
  .meta({ id: 'WebhookGuide' });

export const readWebhookGuide = {
  id: 'readWebhookGuide',
  method: 'get',
  path: `${GORGIAS_PATH}/webhooks`,
  summary: 'What to enter in Gorgias so that it sends webhooks: path, header, triggers, templates. Tells no secret.',
  query: accountQuerySchema,
  answer: webhookGuideSchema,
  status: 200,
} as const satisfies Call;

/** Five requests to Gorgias, which wait for their turn in the rate budget. */
const SETUP_MS = 180_000;

const webhookSetupBodySchema = z
  .strictObject({
    url: webhookUrlSchema.meta({ description: 'Address of the connector as Gorgias sees it.' }),
    move: z.boolean({ error: 'must be true or false' }).optional().meta({
      description:
        'True: integrations of this connector that send to another address send here from now on. Without it they are a fault.',
    }),
  })
  .meta({ id: 'WebhookSetupRequest' });

const webhookSetupSchema = z
  .object({
    account: z.string(),
    address: z.string(),
    integrations: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        trigger: z.string(),
        done: z.enum(['created', 'updated', 'moved']),
      }),
    ),
  })
  .meta({ id: 'WebhookSetup' });

export const setUpWebhooks = {
  id: 'setUpWebhooks',
  method: 'post',
  path: `${GORGIAS_PATH}/webhooks/setup`,
  summary: 'Make these HTTP integrations in Gorgias, or bring those that are there up to date.',
  query: accountQuerySchema,
  body: webhookSetupBodySchema,
  answer: webhookSetupSchema,
  status: 200,
  timeoutMs: SETUP_MS,
} as const satisfies Call;

const removedSchema = z.object({
  id: z.number(),
  name: z.string(),
  address: z.string().meta({ description: 'Where it sent to.' }),
});

const flagSchema = z.boolean({ error: 'must be true or false' }).optional();

const webhookRemovalBodySchema = z
  .strictObject({
    url: z
      .string({ error: ADDRESS_HELP })
      .max(400, ADDRESS_HELP)
      .refine((text) => URL.canParse(text), ADDRESS_HELP)
      .optional()
      .meta({
        description: 'Address of the connector as Gorgias sees it: integrations that send to its host are removed.',
      }),
    everywhere: flagSchema.meta({ description: 'True: those that send to other hosts are removed, too.' }),
    dryRun: flagSchema.meta({ description: 'True: nothing is removed, only said what would be.' }),
  })
  .meta({ id: 'WebhookRemovalRequest' });

const webhookRemovalSchema = z
  .object({
    account: z.string(),
    integrations: z.array(removedSchema),
    elsewhere: z.array(removedSchema).meta({ description: 'They send to another host, and stay.' }),
  })
  .meta({ id: 'WebhookRemoval' });

export const removeWebhooks = {
  id: 'removeWebhooks',
  method: 'post',
  path: `${GORGIAS_PATH}/webhooks/remove`,
  summary:
    'Take the HTTP integrations of this connector away in Gorgias; those that send to other hosts only by a word.',
  query: accountQuerySchema,
  body: webhookRemovalBodySchema,
  answer: webhookRemovalSchema,
  status: 200,
  timeoutMs: SETUP_MS,
} as const satisfies Call;

export const webhookStatusSchema = z
  .object({
    lastAcceptedAt: z.string().nullable().meta({ description: 'Of the newest webhook; null: none ever came.' }),
    trouble: z
      .union([
        z.object({
          kind: z.enum(['failing', 'silent']),
          sentence: z.string(),
          nextStep: z.string(),
        }),
        z.null(),
      ])
      .meta({ description: 'failing: refused in a row. silent: none comes although tickets change.' }),
  })
  .meta({ id: 'WebhookStand' });

/** Answer of the door to what is not refused; Gorgias only looks at the status, a person reads the rest. */
export const webhookAnswerSchema = z
  .union([
    z.object({ accepted: z.literal(true), ticketId: z.number() }),
    z.object({ accepted: z.literal(false), reason: z.enum(['not_readable', 'no_ticket']) }),
  ])
  .meta({ id: 'WebhookAnswer' });

/** Where Gorgias' HTTP integrations knock. */
export const receiveWebhook = {
  id: 'receiveWebhook',
  method: 'post',
  path: '/webhooks/gorgias',
  summary: 'A webhook of the only installed account.',
} as const satisfies Door;

export const receiveWebhookOfAccount = {
  id: 'receiveWebhookOfAccount',
  method: 'post',
  path: '/webhooks/gorgias/{account}',
  summary: 'A webhook of one of the installed accounts.',
} as const satisfies Door;

export type WebhookGuide = AnswerOf<typeof readWebhookGuide>;
export type WebhookRemoval = AnswerOf<typeof removeWebhooks>;
export type WebhookSetup = AnswerOf<typeof setUpWebhooks>;
