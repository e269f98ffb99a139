import { z } from 'zod';
import { accountQuerySchema, sinceSchema } from './requests';

const A_MONTH_MS = 30 * 86_400_000;

export const automationsQuerySchema = accountQuerySchema.extend({
  since: sinceSchema.optional().meta({ description: 'Only what ran since; the last 30 days when missing.' }),
});

export function sinceOrMonth(since: string | undefined): string {
  return new Date(since ?? Date.now() - A_MONTH_MS).toISOString();
}

export const backfillBodySchema = z
  .strictObject({ since: sinceSchema.meta({ description: 'How far back the feed is read; Gorgias keeps a year.' }) })
  .meta({ id: 'AutomationsBackfillRequest' });

export const backfillStartedSchema = z
  .object({
    account: z.string(),
    workflowId: z.string(),
    runId: z.string(),
    since: z.string(),
    ui: z.string().nullable(),
  })
  .meta({ id: 'AutomationsBackfillStarted' });

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
    failures: z.array(z.object({ action: z.string(), reason: z.string(), times: z.number() })),
    csatWith: csatSchema.meta({ description: 'Of the tickets that it ran on.' }),
    csatWithout: csatSchema.meta({ description: 'Of the other tickets that changed in the time.' }),
  })
  .meta({ id: 'Automation' });

const backfillSchema = z
  .object({
    state: z.enum(['running', 'completed', 'failed', 'cancelled']),
    sentence: z.string(),
    percent: z.number().nullable(),
    events: z.number().meta({ description: 'Events that were read.' }),
  })
  .meta({ id: 'AutomationsBackfill' });

export const automationsSchema = z
  .object({
    account: z.string(),
    since: z.string(),
    countedFrom: z.string().meta({ description: 'Nothing before this moment is counted.' }),
    activeTickets: z.number().meta({ description: 'Tickets that changed in the time.' }),
    runsWithoutTicket: z.number().meta({ description: 'Runs whose ticket no event names.' }),
    csat: csatSchema,
    automations: z.array(automationSchema).meta({ description: 'Those that ran most come first.' }),
    backfill: z
      .union([backfillSchema, z.null()])
      .meta({ description: 'The newest reading back; null: there was none.' }),
  })
  .meta({ id: 'Automations' });

export type Automations = z.output<typeof automationsSchema>;
