import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, emailSchema, GORGIAS_PATH } from './requests';
import { ticketIdSchema } from './webhooks';
import { TOLD_EVENT_TYPES } from '../../../src/domain/subscription/subscriber-events';

const hint = (description: string): z.ZodOptional<z.ZodUnknown> => z.unknown().optional().meta({ description });

const eventBodySchema = z
  .strictObject({
    type: z
      .string({ error: 'must be what happened, like ticket.updated' })
      .max(100, 'must be what happened, like ticket.updated')
      .meta({
        description: `One of ${TOLD_EVENT_TYPES.join(', ')}; another is refused with the nearest.`,
        example: 'ticket.updated',
      }),
    payload: z.looseObject(
      {
        ticketId: ticketIdSchema,
        status: hint('Of no effect: the ticket is read again from Gorgias.'),
        customerEmail: hint('Of no effect.'),
        channel: hint('Of no effect.'),
        tags: hint('Of no effect.'),
        satisfaction: hint('Of no effect.'),
      },
      { error: 'must be an object like {"ticketId": 123}' },
    ),
  })
  .meta({
    id: 'TicketEvent',
    description: 'A reason to look at a ticket again; the ticket itself is read from Gorgias.',
  });

const eventAcceptedSchema = z
  .object({ account: z.string(), ticketId: z.number(), workflowId: z.string() })
  .meta({ id: 'TicketEventAccepted' });

export const handleEvent = {
  id: 'handleEvent',
  method: 'post',
  path: `${GORGIAS_PATH}/events`,
  summary:
    'Have a ticket looked at again. Answers when Temporal has accepted it; late, twice or out of order does no harm.',
  query: accountQuerySchema,
  body: eventBodySchema,
  answer: eventAcceptedSchema,
  status: 202,
} as const satisfies Call;

const ONE_OF = 'must be given, or email instead of it, but not both';

/** The address travels in the body: bodies are logged nowhere, paths and queries may be on the way. */
const whyBodySchema = z
  .strictObject({
    ticketId: ticketIdSchema.optional(),
    email: emailSchema.optional().meta({ description: 'Of the customer, in any spelling. It is not repeated.' }),
  })
  .refine(({ ticketId, email }) => (ticketId === undefined) !== (email === undefined), {
    error: ONE_OF,
    path: ['ticketId'],
  })
  .meta({ id: 'WhyRequest', description: 'Exactly one of the two.', minProperties: 1, maxProperties: 1 });

const spokenRuleSchema = z
  .object({
    rule: z.string(),
    says: z.enum(['pass', 'wait', 'held', 'skip']),
    sentence: z.string(),
  })
  .meta({ id: 'SpokenRule' });

const entrySchema = z
  .object({
    at: z.string(),
    from: z
      .enum(['webhook', 'feed', 'list', 'sdk', 'backfill', 'ticket', 'read', 'policy', 'brevo'])
      .meta({ description: 'Who said it: where it was heard, Gorgias by a read, our policy, or Brevo.' }),
    what: z.string(),
    rules: z.array(spokenRuleSchema).meta({ description: 'A decision: each rule that spoke, the last one decided.' }),
  })
  .meta({ id: 'StoryEntry' });

const workflowSchema = z
  .object({ id: z.string(), ui: z.string().nullable().meta({ description: 'Its page in the Temporal UI.' }) })
  .meta({ id: 'WorkflowLink' });

const ticketSchema = z
  .object({
    ticketId: z.number(),
    status: z.string().nullable().meta({ description: 'As Gorgias had it when it was read last.' }),
    channel: z.string().nullable(),
    createdAt: z.string().nullable(),
    closedAt: z.string().nullable(),
    // A connector of an earlier release does not say it.
    snoozedUntil: z.string().nullable().default(null).meta({
      description: 'Gorgias shows a ticket that is snoozed as closed. Null: it is not snoozed, as far as is known.',
    }),
    stage: z.enum(['open', 'waiting', 'held', 'ended']).nullable().meta({ description: 'Null: not watched.' }),
    outcome: z.string().nullable(),
    reasons: z.array(z.string()).meta({ description: 'Why it stands like this, the first is the answer.' }),
    waitingUntil: z.string().nullable().meta({ description: 'When it is looked at again by itself.' }),
    workflow: workflowSchema,
  })
  .meta({ id: 'TicketStanding' });

const contactSchema = z
  .object({
    publishedAt: z.string().nullable(),
    due: z.boolean().meta({ description: 'It has changed and is to be written.' }),
    importing: z.boolean(),
    lists: z.array(z.number()).meta({ description: 'Brevo lists that the connector has put it on.' }),
    listNames: z.record(z.string(), z.string()).meta({
      description: 'What Brevo calls the lists named here, by number, as far as it was read.',
      example: { '35': 'VIP' },
    }),
    // A connector of an earlier release does not say it.
    lostLists: z.array(z.number()).default([]).meta({
      description: 'Of `lists`: those that the contact is not on any more in Brevo, as the last audit of it has found.',
    }),
    brevo: z
      .object({ blocklisted: z.boolean(), unsubscribedFrom: z.array(z.number()), readAt: z.string() })
      .nullable()
      .meta({ description: 'Brevo’s own word when it was asked last; null: not asked yet.' }),
  })
  .meta({ id: 'ContactStanding' });

const putAsideSchema = z
  .object({
    kind: z.string(),
    key: z.string(),
    step: z.string(),
    cause: z.string(),
    detail: z.string().optional(),
    held: z.boolean(),
    firstAt: z.string(),
    lastAt: z.string(),
  })
  .meta({ id: 'PutAside' });

const whySchema = z
  .object({
    account: z.string(),
    asOf: z.string(),
    about: z.enum(['ticket', 'person']),
    reasons: z.array(z.string()).meta({ description: 'The answer in sentences, the most important one first.' }),
    tickets: z.array(ticketSchema).meta({ description: 'The one, or those of the person, newest first.' }),
    more: z.boolean().meta({ description: 'The person has more tickets than are listed.' }),
    customers: z.array(
      z.object({ id: z.number(), mergedInto: z.number().nullable(), deletedAt: z.string().nullable() }),
    ),
    contact: contactSchema.nullable().meta({ description: 'Null: there is none, and for a ticket without an e-mail.' }),
    story: z.array(entrySchema).meta({
      description:
        'Of a ticket; of a person, what became of campaigns that programs asked for without one. Oldest first.',
    }),
    quarantine: z.array(putAsideSchema),
  })
  .meta({ id: 'Why' });

export const explain = {
  id: 'explain',
  method: 'post',
  path: `${GORGIAS_PATH}/why`,
  summary: 'Why a ticket or a person stands as it does: what was heard, read, decided, sent and is waited for.',
  query: accountQuerySchema,
  changes: false,
  body: whyBodySchema,
  answer: whySchema,
  status: 200,
} as const satisfies Call;

export type TicketEventAccepted = AnswerOf<typeof handleEvent>;
export type Why = AnswerOf<typeof explain>;
export type StoryEntry = z.output<typeof entrySchema>;
