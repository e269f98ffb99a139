import { z } from 'zod';
import { wholeNumber } from './whole-number';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';
import { ticketIdSchema } from './webhooks';

const SINCE_HELP = 'must be a time like 2024-01-01T08:00:00Z';

export const DELIVERY_STATES = ['intended', 'sending', 'sent', 'refused', 'unknown', 'given_up'] as const;
export const DELIVERY_KINDS = ['event', 'campaign'] as const;

const deliveriesQuerySchema = accountQuerySchema.extend({
  ticketId: ticketIdSchema.optional(),
  kind: z.enum(DELIVERY_KINDS, { error: `must be one of ${DELIVERY_KINDS.join(', ')}` }).optional(),
  state: z.enum(DELIVERY_STATES, { error: `must be one of ${DELIVERY_STATES.join(', ')}` }).optional(),
  name: z
    .string({ error: 'must be given once' })
    .max(255, 'must be the name of an event in Brevo, or of a campaign')
    .optional()
    .meta({
      description: 'Of the event in Brevo, or of the campaign; one that nobody knows is refused with the nearest.',
    }),
  since: z.iso
    .datetime({ offset: true, error: SINCE_HELP })
    .optional()
    .meta({ description: 'Only what changed after this moment.' }),
  limit: wholeNumber({ from: 1, to: 1000 }).default(50).meta({ description: 'The newest so many.' }),
});

const deliverySchema = z
  .object({
    at: z.string().meta({ description: 'When its state changed last.' }),
    happenedAt: z.string(),
    kind: z.enum(DELIVERY_KINDS),
    key: z.string().meta({ description: 'Under which it is sent, and sent again.' }),
    ticketId: z.number().nullable(),
    customerId: z.number().nullable(),
    name: z.string().meta({ description: 'Of the event in Brevo, or of the campaign.' }),
    state: z.enum(DELIVERY_STATES),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Delivery', description: 'Something that goes to Brevo. Names nobody.' });

const deliveriesSchema = z
  .object({ account: z.string(), deliveries: z.array(deliverySchema) })
  .meta({ id: 'Deliveries' });

export const listDeliveries = {
  id: 'listDeliveries',
  method: 'get',
  path: `${GORGIAS_PATH}/deliveries`,
  summary: 'What goes to Brevo: timeline events and campaigns, each with its state, oldest first.',
  query: deliveriesQuerySchema,
  answer: deliveriesSchema,
  status: 200,
} as const satisfies Call;

export type Deliveries = AnswerOf<typeof listDeliveries>;
