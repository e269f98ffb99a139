import { z } from 'zod';
import { wholeNumber } from './whole-number';
import type { Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';
import { TICKET_EVENT_TYPES, type TicketEventType } from '../../../src/domain/subscription/subscriber-events';

const TYPES_HELP = `must be some of ${TICKET_EVENT_TYPES.join(', ')}, separated by commas`;
const NAME_HELP = 'must be a name of at most 100 letters, digits, dots, dashes and underscores';
const WAIT_HELP = 'must be a whole number of seconds from 0 to 30';

const subscriberSchema = z
  .string({ error: NAME_HELP })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, NAME_HELP)
  .default('default')
  .meta({ description: 'Who listens. Each name gets every event; a new one begins now.', example: 'default' });

const typesSchema = z
  .string({ error: TYPES_HELP })
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(z.enum(TICKET_EVENT_TYPES, { error: TYPES_HELP })))
  .meta({ type: 'string', description: 'Separated by commas.', example: 'ticket.closed,ticket.reopened' });

const eventStreamQuerySchema = z.strictObject({
  account: z.string().max(100).optional(),
  subscriber: subscriberSchema,
  types: typesSchema,
  after: wholeNumber({ from: 0, to: Number.MAX_SAFE_INTEGER, help: 'must be the id of an event' })
    .default(0)
    .meta({ description: 'Only later events: those up to this one are being worked on.' }),
  wait: wholeNumber({ from: 0, to: 30, help: WAIT_HELP })
    .default(25)
    .meta({ description: 'Seconds to wait for an event when there is none.' }),
  limit: wholeNumber({ from: 1, to: 200 }).default(100),
});

const common = {
  id: z.int().meta({ description: 'Grows; to be acknowledged.', example: 4711 }),
  account: z.string(),
  happened_at: z.string().meta({ description: 'UTC. Of ticket.closed: when the outcome was decided.' }),
  ticket_id: z.int(),
  subject: z.string().nullable().meta({ personal: true }),
  channel: z.string(),
  status: z.string().meta({ description: 'As it stood when the event was written down.' }),
  tags: z.array(z.string()),
  assignee: z.object({ id: z.int().nullable(), name: z.string().nullable() }),
  customer: z.object({
    id: z.int().nullable(),
    email: z.string().nullable().meta({ personal: true, description: 'In lower case; null: the customer has none.' }),
  }),
};
const resolution_time = z.number().nullable().meta({ description: 'Whole minutes from opening to closing.' });
const satisfaction_score = z.int().nullable().meta({ description: '1 to 5; null: no answer.' });
const satisfaction_comment = z.string().nullable().meta({ personal: true });
const OUTCOMES = ['satisfied', 'neutral', 'dissatisfied', 'no_answer', 'no_survey'] as const;

const event = <Type extends TicketEventType, Shape extends z.ZodRawShape>(
  type: Type,
  more: Shape,
): z.ZodObject<typeof common & { type: z.ZodLiteral<Type> } & Shape> =>
  z.object({ ...common, type: z.literal(type), ...more });

export const subscriberEventSchema = z.discriminatedUnion('type', [
  event('ticket.created', {}),
  event('ticket.resolved', { resolution_time }),
  event('ticket.reopened', {}),
  event('ticket.closed', {
    resolution_time,
    satisfaction_score,
    satisfaction_comment,
    outcome: z.enum(OUTCOMES),
  }),
  event('satisfaction_survey.created', {}),
  event('satisfaction_survey.responded', { satisfaction_score, satisfaction_comment }),
]);

export type SubscriberEvent = z.output<typeof subscriberEventSchema>;

const eventStreamSchema = z
  .object({ account: z.string(), subscriber: z.string(), events: z.array(subscriberEventSchema) })
  .meta({ id: 'TicketEvents' });

/** Longer than the longest wait, which the connector ends by itself. */
const STREAM_MS = 40_000;

export const readEventStream = {
  id: 'readEventStream',
  method: 'get',
  path: `${GORGIAS_PATH}/events/stream`,
  summary:
    'The next events of tickets that this subscriber has not acknowledged, oldest first; waits for one when there is none.',
  query: eventStreamQuerySchema,
  answer: eventStreamSchema,
  status: 200,
  timeoutMs: STREAM_MS,
  // Whoever asks for the first time has a place in the stream from then on.
  changes: true,
} as const satisfies Call;

const IDS_HELP = 'must be a list of 1 to 1000 ids of events';

const acknowledgeBodySchema = z
  .strictObject({
    subscriber: subscriberSchema,
    ids: z
      .array(z.int({ error: IDS_HELP }).min(0, IDS_HELP), { error: IDS_HELP })
      .min(1, IDS_HELP)
      .max(1000, IDS_HELP),
  })
  .meta({ id: 'EventAcknowledgement' });

const acknowledgedSchema = z
  .object({
    account: z.string(),
    subscriber: z.string(),
    acknowledged: z.int().meta({ description: 'How many of them were not acknowledged before.' }),
  })
  .meta({ id: 'EventsAcknowledged' });

export const acknowledgeEvents = {
  id: 'acknowledgeEvents',
  method: 'post',
  path: `${GORGIAS_PATH}/events/ack`,
  summary: 'Say that these events were dealt with: this subscriber does not get them again. May be repeated.',
  query: accountQuerySchema,
  body: acknowledgeBodySchema,
  answer: acknowledgedSchema,
  status: 200,
} as const satisfies Call;
