import { z } from 'zod';
import { wholeNumber } from './whole-number';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH, sinceSchema } from './requests';

const startBodySchema = z
  .strictObject({
    since: sinceSchema
      .optional()
      .meta({ description: 'Tickets that were closed since; the last 90 days when missing.' }),
    policy: z
      .record(z.string(), z.unknown(), {
        error: 'must be an object with some of csat, campaigns, frequency_cap and hold, as tajo.yaml spells them',
      })
      .optional()
      .meta({
        description:
          'A policy to hold beside today’s: some of `csat`, `campaigns`, `frequency_cap` (null: none) and `hold`, as `tajo.yaml` spells them. What is missing stays as it is.',
      }),
  })
  .meta({ id: 'RehearsalRequest' });

const startedSchema = z
  .object({
    account: z.string(),
    id: z.string().meta({ description: 'Of the report.' }),
    workflowId: z.string(),
    ui: z.string().nullable(),
  })
  .meta({ id: 'RehearsalStarted' });

export const startRehearsal = {
  id: 'startRehearsal',
  method: 'post',
  path: `${GORGIAS_PATH}/rehearsals`,
  summary:
    'Ask the policy, or another one beside it, what it would have sent in a time that is over. Asks no vendor and sends nothing.',
  query: accountQuerySchema,
  body: startBodySchema,
  answer: startedSchema,
  status: 202,
} as const satisfies Call;

const lifeKindSchema = z.enum(['send', 'wait', 'held', 'skip']);
const kindSchema = z.enum([...lifeKindSchema.options, 'undecided']);

const decisionsSchema = z
  .object({
    campaign: z.string().nullable(),
    kind: kindSchema.meta({
      description:
        '`wait` and `held`: as they stand when the rehearsed time ends. `undecided`: the ticket was closed, and nobody could know yet how it ended.',
    }),
    rule: z
      .string()
      .nullable()
      .meta({ description: 'The rule that decided; null: it would have been sent, or nothing is decided.' }),
    reason: z.string(),
    ends: z.number(),
    examples: z.array(z.number()).meta({ description: 'Numbers of tickets, ten at most.' }),
  })
  .meta({ id: 'RehearsedDecisions' });

const policySchema = z
  .object({
    ends: z.number().meta({ description: 'Ends of tickets whose outcome came to be known; one for each closing.' }),
    outcomes: z.record(z.string(), z.number()),
    sent: z.number(),
    heldFirst: z.number().meta({ description: 'Of those, the ones that another ticket of the person held first.' }),
    pending: z.number().meta({ description: 'Still waiting or held when the rehearsed time ends.' }),
    skipped: z.number(),
    undecided: z.number().meta({
      description: 'Beside `ends`: tickets that were closed, and of which nobody could know yet how they ended.',
    }),
    undone: z.number().meta({
      description:
        'Beside `ends`: ends that the other policy came to know, and that were undone before they were known by this one.',
    }),
    people: z.number().meta({ description: 'People who would have had a campaign.' }),
    peopleWithMore: z.number().meta({ description: 'People who would have had more than one.' }),
    busiestDay: z.object({ day: z.string(), sent: z.number() }).nullable().meta({ description: 'By UTC.' }),
    decisions: z.array(decisionsSchema).meta({ description: 'By campaign and reason, the most frequent first.' }),
    examples: z.array(z.number()).meta({ description: 'Ten tickets at most, of as many reasons as there are.' }),
  })
  .meta({ id: 'RehearsedPolicy' });

const agreementSchema = z
  .object({
    compared: z.number().meta({ description: 'Ends since the installation, held against what life has decided.' }),
    same: z.number(),
    differing: z.array(z.object({ cause: z.string(), meaning: z.string(), ends: z.number() })),
  })
  .meta({ id: 'RehearsalAgreement' });

const reachSchema = z
  .object({
    sentence: z.string(),
    ticketsSince: z
      .string()
      .nullable()
      .meta({ description: 'Tickets that have not changed since are not known; null: all are.' }),
    followedSince: z.string().meta({ description: 'Before that only the last closing of a ticket is known.' }),
    more: z.object({ days: z.number(), requests: z.number(), minutes: z.number() }).nullable().meta({
      description: 'What reading so many days more would cost; null: there are none, or nobody can tell yet.',
    }),
  })
  .meta({ id: 'RehearsalReach' });

const rehearsalSchema = z
  .object({
    account: z.string(),
    id: z.string(),
    state: z.enum(['running', 'completed', 'failed', 'cancelled']),
    percent: z.number(),
    failure: z.string().nullable(),
    since: z.string(),
    until: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    today: policySchema,
    proposed: policySchema.nullable().meta({ description: 'Null: no other policy was asked about.' }),
    changed: z.number().meta({ description: 'Ends that the two policies answer differently.' }),
    agreement: agreementSchema,
    reach: reachSchema.nullable().meta({ description: 'How far back the store reaches; null until the end.' }),
  })
  .meta({ id: 'Rehearsal' });

const idSchema = z.strictObject({
  id: z
    .string()
    .max(100, 'must be the id of a rehearsal, or newest')
    .meta({ description: 'Of a rehearsal; `newest` for the last one that was begun.' }),
});

export const readRehearsal = {
  id: 'readRehearsal',
  method: 'get',
  path: `${GORGIAS_PATH}/rehearsals/{id}`,
  summary: 'What a rehearsal has found so far: by campaign and reason, beside life, and beside another policy.',
  params: idSchema,
  query: accountQuerySchema,
  answer: rehearsalSchema,
  status: 200,
} as const satisfies Call;

const endsQuerySchema = accountQuerySchema.extend({
  only: z.enum(['all', 'changed', 'differing'], { error: 'must be all, changed or differing' }).default('all').meta({
    description: '`changed`: those that the two policies, `differing`: that life and today’s answer differently.',
  }),
  after: z
    .string({ error: 'must be given once' })
    .regex(/^\d{1,15}\/\d{4}-[\d:.TZ-]{5,30}$/, 'must be the `next` of the page before')
    .optional()
    .meta({ description: '`next` of the page before.' }),
  limit: wholeNumber({ from: 1, to: 1000 }).default(500),
});

const decisionSchema = z
  .object({
    outcome: z.string().nullable().meta({ description: 'Null: `undecided`.' }),
    score: z.number().nullable(),
    campaign: z.string().nullable(),
    kind: kindSchema,
    rule: z.string().nullable(),
    why: z.string(),
    at: z.string(),
    dueAt: z.string().nullable().meta({ description: 'When it is asked about again, or known at the latest.' }),
    heldBy: z.number().nullable(),
  })
  .meta({ id: 'RehearsedDecision' });

const endSchema = z
  .object({
    ticketId: z.number(),
    closedAt: z.string(),
    today: decisionSchema
      .nullable()
      .meta({ description: 'Null: nobody could know how it ended before it was undone.' }),
    proposed: decisionSchema.nullable(),
    life: z
      .object({
        outcome: z.string(),
        campaign: z.string().nullable(),
        kind: lifeKindSchema,
        rule: z.string().nullable(),
        why: z.string(),
        at: z.string(),
      })
      .nullable()
      .meta({ description: 'What was really decided; null: nothing was.' }),
    cause: z.string().nullable().meta({ description: 'Why life differs from today’s policy; null: it does not.' }),
    changed: z.boolean(),
  })
  .meta({ id: 'RehearsedEnd' });

export const listRehearsedEnds = {
  id: 'listRehearsedEnds',
  method: 'get',
  path: `${GORGIAS_PATH}/rehearsals/{id}/ends`,
  summary: 'The decisions of a rehearsal, ticket by ticket.',
  params: idSchema,
  query: endsQuerySchema,
  answer: z
    .object({ account: z.string(), id: z.string(), ends: z.array(endSchema), next: z.string().nullable() })
    .meta({ id: 'RehearsedEnds' }),
  status: 200,
} as const satisfies Call;

export type Rehearsal = AnswerOf<typeof readRehearsal>;
export type RehearsalStarted = AnswerOf<typeof startRehearsal>;
export type RehearsedEnds = AnswerOf<typeof listRehearsedEnds>;
