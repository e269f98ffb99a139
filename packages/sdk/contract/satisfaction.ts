import { z } from 'zod';
import { wholeNumber } from './whole-number';
import type { AnswerOf, Call } from './call';
import { nextSchema, pageShape, periodAnswerShape, periodQuery } from './period';
import { GORGIAS_PATH } from './requests';

const SCORE_HELP = 'must be 1 to 5';
const TEXT_HELP = 'must be text of 1 to 200 characters, given once';
const textSchema = z.string({ error: TEXT_HELP }).min(1, TEXT_HELP).max(200, TEXT_HELP);

const scoresShape = {
  responses: z.number().meta({ description: 'Surveys with a score.' }),
  average: z.number().nullable().meta({ description: '1 to 5, two decimals; null: there is no score.' }),
  scores: z
    .tuple([z.number(), z.number(), z.number(), z.number(), z.number()])
    .meta({ description: 'How many gave 1, 2, 3, 4 and 5.' }),
};

const groupSchema = z
  .object({
    value: z.string().nullable().meta({ description: 'To list by; null: not known, or nobody.' }),
    name: z.string().nullable().meta({ description: 'To show.' }),
    ...scoresShape,
  })
  .meta({ id: 'SatisfactionGroup' });

const satisfactionSchema = z
  .object({
    ...periodAnswerShape,
    ...scoresShape,
    late: z.number().meta({
      description:
        'Of the scores, those that came too late: the ticket’s end had been decided without one, or the wait was over.',
    }),
    sent: z.number().meta({ description: 'Surveys that were sent in the period.' }),
    answered: z.number().meta({ description: 'Of these, the ones that have a score by now.' }),
    unit: z.enum(['day', 'week']),
    series: z
      .array(
        z.object({
          at: z.string().meta({ description: 'The day, or the Monday of the week, by UTC.' }),
          ...scoresShape,
        }),
      )
      .meta({ description: 'By when the score was given, oldest first; also those without one.' }),
    channels: z.array(groupSchema),
    tags: z.array(groupSchema).meta({ description: 'A ticket with several tags counts for each.' }),
    agents: z.array(groupSchema).meta({ description: '`value` is the number of the Gorgias user.' }),
  })
  .meta({ id: 'Satisfaction' });

export const readSatisfaction = {
  id: 'readSatisfaction',
  method: 'get',
  path: `${GORGIAS_PATH}/satisfaction`,
  summary: 'The scores of a period: over time, by channel, tag and agent, how many answered and how many came late.',
  query: periodQuery({
    unit: z.enum(['day', 'week'], { error: 'must be day or week' }).default('day'),
    top: wholeNumber({ from: 1, to: 50 })
      .default(10)
      .meta({ description: 'How many channels, tags and agents: those with most scores.' }),
  }),
  answer: satisfactionSchema,
  status: 200,
} as const satisfies Call;

const scoreSchema = z
  .object({
    surveyId: z.number(),
    ticketId: z.number(),
    customerId: z.number(),
    name: z.string().nullable().meta({ personal: true }),
    email: z.string().nullable().meta({ personal: true, description: 'In lower case; null: the customer has none.' }),
    score: z.number(),
    comment: z.string().nullable().meta({ personal: true }),
    scoredAt: z.string(),
    channel: z.string().nullable(),
    agent: z.string().nullable(),
    tags: z.array(z.string()),
    late: z.boolean(),
  })
  .meta({ id: 'Score' });

export const listScores = {
  id: 'listScores',
  method: 'get',
  path: `${GORGIAS_PATH}/satisfaction/scores`,
  summary: 'The scores behind a bar, and who gave them, newest first.',
  query: periodQuery({
    score: wholeNumber({ from: 1, to: 5, help: SCORE_HELP }).optional(),
    channel: textSchema.optional(),
    tag: textSchema.optional(),
    agent: z
      .string()
      .regex(/^(?:\d{1,15}|none)$/, 'must be the number of a Gorgias user, or none for tickets that nobody has')
      .optional(),
    late: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
    ...pageShape,
  }),
  answer: z.object({ ...periodAnswerShape, scores: z.array(scoreSchema), next: nextSchema }).meta({ id: 'Scores' }),
  status: 200,
} as const satisfies Call;

export type Satisfaction = AnswerOf<typeof readSatisfaction>;
export type Scores = AnswerOf<typeof listScores>;
