import { z } from 'zod';
import { wholeNumber } from './whole-number';
import type { AnswerOf, Call } from './call';
import { fateSchema } from './fates';
import { nextSchema, pageShape, periodAnswerShape, periodQuery, stoppedShape } from './period';
import { GORGIAS_PATH } from './requests';

export const OUTCOMES = ['satisfied', 'neutral', 'dissatisfied', 'no_answer', 'no_survey'] as const;

const outcomeSchema = z.enum(OUTCOMES, { error: `must be one of ${OUTCOMES.join(', ')}` });
const NAME_HELP = 'must be text of 1 to 100 characters, given once';
const nameSchema = z.string({ error: NAME_HELP }).min(1, NAME_HELP).max(100, NAME_HELP);

const outcomesSchema = z
  .object({
    outcome: outcomeSchema,
    ends: z.number(),
    scores: z
      .array(z.object({ score: z.number().meta({ description: '1 to 5.' }), ends: z.number() }))
      .meta({ description: 'Of the outcomes that have one, lowest first.' }),
  })
  .meta({ id: 'FunnelOutcome' });

const fatesSchema = z
  .object({
    outcome: outcomeSchema,
    campaign: z
      .string()
      .nullable()
      .meta({ description: 'Null: the policy has none for the outcome, or was not asked.' }),
    fate: fateSchema,
    rule: z.string().nullable().meta({
      description:
        'The rule that decided, as in `why`; null: it was let through. Of what was let through and given up: `refused` by Brevo, or `given_up`.',
      example: 'no_open_ticket',
    }),
    reason: z.string().meta({ description: 'The same in words.' }),
    ends: z.number(),
  })
  .meta({ id: 'FunnelFate' });

const requestedSchema = z
  .object({
    campaign: z.string(),
    fate: fateSchema,
    requests: z.number(),
  })
  .meta({ id: 'FunnelRequested' });

const funnelSchema = z
  .object({
    ...periodAnswerShape,
    ...stoppedShape,
    ends: z.number().meta({
      description:
        'Ends of tickets whose outcome came to be known in the period: one for each closing that stood until then. A ticket that was closed again may have several.',
    }),
    outcomes: z.array(outcomesSchema).meta({ description: 'In the order of the policy; also those without an end.' }),
    sent: z.number(),
    pending: z.number().meta({ description: 'Leaving, waiting or held.' }),
    skipped: z.number().meta({ description: 'Skipped or given up, and those of which nobody can say.' }),
    fates: z.array(fatesSchema).meta({ description: 'By outcome, campaign, fate and rule, the most frequent first.' }),
    requested: z.array(requestedSchema).meta({ description: 'Campaigns that programs asked for in the period.' }),
  })
  .meta({ id: 'CampaignFunnel' });

export const readFunnel = {
  id: 'readFunnel',
  method: 'get',
  path: `${GORGIAS_PATH}/campaigns/funnel`,
  summary: 'The ends of tickets in a period, and which campaigns followed: sent, held and skipped, by reason.',
  query: periodQuery({}),
  answer: funnelSchema,
  status: 200,
} as const satisfies Call;

const endedTicketSchema = z
  .object({
    ticketId: z.number(),
    closedAt: z.string(),
    decidedAt: z.string().meta({ description: 'When its outcome came to be known: by this it belongs to a period.' }),
    outcome: outcomeSchema,
    score: z.number().nullable(),
    channel: z.string().nullable(),
    agent: z.string().nullable(),
    subject: z.string().nullable().meta({ personal: true }),
    campaign: z.string().nullable(),
    fate: fateSchema,
    rule: z.string().nullable(),
    why: z.string().meta({ description: 'What the rule said of this ticket; the story says all.' }),
    until: z
      .string()
      .nullable()
      .meta({ description: 'Waiting or held: until when at the latest; null also while nothing goes on.' }),
  })
  .meta({ id: 'EndedTicket' });

export const listEndedTickets = {
  id: 'listEndedTickets',
  method: 'get',
  path: `${GORGIAS_PATH}/campaigns/funnel/tickets`,
  summary: 'The ends of tickets behind a number of the funnel, newest first.',
  query: periodQuery({
    outcome: outcomeSchema.optional(),
    score: wholeNumber({ from: 1, to: 5, help: 'must be 1 to 5' }).optional(),
    campaign: nameSchema.optional().meta({ description: '`-` for those without one.' }),
    fate: fateSchema.optional(),
    rule: nameSchema.optional(),
    ...pageShape,
  }),
  answer: z
    .object({ ...periodAnswerShape, ...stoppedShape, tickets: z.array(endedTicketSchema), next: nextSchema })
    .meta({ id: 'EndedTickets' }),
  status: 200,
} as const satisfies Call;

export type CampaignFunnel = AnswerOf<typeof readFunnel>;
export type EndedTickets = AnswerOf<typeof listEndedTickets>;
