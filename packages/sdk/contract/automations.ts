import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH, sinceSchema } from './requests';

const A_MONTH_MS = 30 * 86_400_000;

const automationsQuerySchema = accountQuerySchema.extend({
  since: sinceSchema.optional().meta({ description: 'Only what ran since; the last 30 days when missing.' }),
  by: z.enum(['agent', 'channel', 'week']).optional().meta({
    description: 'Count the tickets also by who has them, by channel, or by the week in which they last changed.',
  }),
});

export function sinceOrMonth(since: string | undefined): string {
  return new Date(since ?? Date.now() - A_MONTH_MS).toISOString();
}

const backfillBodySchema = z
  .strictObject({ since: sinceSchema.meta({ description: 'How far back the feed is read; Gorgias keeps a year.' }) })
  .meta({ id: 'AutomationsBackfillRequest' });

const backfillStartedSchema = z
  .object({
    account: z.string(),
    workflowId: z.string(),
    runId: z.string(),
    since: z.string(),
    ui: z.string().nullable(),
  })
  .meta({ id: 'AutomationsBackfillStarted' });

export const backfillAutomations = {
  id: 'backfillAutomations',
  method: 'post',
  path: `${GORGIAS_PATH}/automations/backfill`,
  summary: 'Read the change feed of Gorgias back for rules and macros that ran before the installation.',
  query: accountQuerySchema,
  body: backfillBodySchema,
  answer: backfillStartedSchema,
  status: 202,
} as const satisfies Call;

const csatSchema = z
  .object({ responses: z.number(), average: z.number().nullable().meta({ description: '1 to 5.' }) })
  .meta({ id: 'Csat' });

const automationSchema = z
  .object({
    kind: z.enum(['rule', 'macro']),
    id: z.string().meta({ description: 'In Gorgias; the name where its events have no id.' }),
    name: z.string(),
    runs: z.number(),
    tickets: z.number().meta({ description: 'Different tickets.' }),
    ticketShare: z.number().meta({ description: 'Of all tickets that changed in the time, 0 to 1.' }),
    firstAt: z.string(),
    lastAt: z.string(),
    failures: z.array(
      z.object({
        action: z.string(),
        reason: z.string(),
        times: z.number(),
        tickets: z
          .array(z.number())
          .meta({ description: 'The last ten that it happened to, as far as Gorgias names them.' }),
      }),
    ),
    csatWith: csatSchema.meta({ description: 'Of the tickets that it ran on.' }),
    csatWithout: csatSchema.meta({ description: 'Of the other tickets that changed in the time.' }),
  })
  .meta({ id: 'Automation' });

const automationGroupSchema = z
  .object({
    value: z.string().nullable().meta({
      description:
        'The number of the Gorgias user, the channel, or the Monday of the week; null: nobody, or not known.',
    }),
    name: z.string().nullable().meta({ description: 'Of an agent.' }),
    tickets: z.number(),
    automatedTickets: z.number().meta({ description: 'Of these, the ones that a rule or macro ran on in the time.' }),
    runs: z.number(),
    csatWith: csatSchema.meta({ description: 'Of the tickets that one ran on.' }),
    csatWithout: csatSchema.meta({ description: 'Of the others.' }),
  })
  .meta({ id: 'AutomationGroup' });

const backfillSchema = z
  .object({
    state: z.enum(['running', 'completed', 'failed', 'cancelled']),
    sentence: z.string(),
    percent: z.number().nullable(),
    events: z.number().meta({ description: 'Events that were read.' }),
  })
  .meta({ id: 'AutomationsBackfill' });

const automationsSchema = z
  .object({
    account: z.string(),
    since: z.string().meta({ description: 'What was asked for.' }),
    countedFrom: z.string().meta({ description: 'Nothing before this moment is counted.' }),
    from: z.string().meta({ description: 'Where the time of all figures begins: the later of the two.' }),
    activeTickets: z.number().meta({ description: 'Tickets that changed in the time.' }),
    runsWithoutTicket: z.number().meta({ description: 'Runs whose ticket no event names.' }),
    csat: csatSchema,
    automations: z.array(automationSchema).meta({ description: 'Those that ran most come first.' }),
    groups: z
      .union([z.array(automationGroupSchema), z.null()])
      .meta({ description: 'At most 100, as `by` asked; null: it did not.' }),
    backfill: z
      .union([backfillSchema, z.null()])
      .meta({ description: 'The newest reading back; null: there was none.' }),
  })
  .meta({ id: 'Automations' });

export const readAutomations = {
  id: 'readAutomations',
  method: 'get',
  path: `${GORGIAS_PATH}/automations`,
  summary: 'What the rules and macros of Gorgias did: runs, tickets, failed actions, satisfaction with and without.',
  query: automationsQuerySchema,
  answer: automationsSchema,
  status: 200,
} as const satisfies Call;

export type Automations = AnswerOf<typeof readAutomations>;
export type AutomationsBackfillStarted = AnswerOf<typeof backfillAutomations>;
