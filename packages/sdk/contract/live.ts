import { z } from 'zod';
import { accountStateSchema, stateCodeSchema, unansweredListSchema } from './accounts';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';
import {
  budgetSchema,
  contactCountsSchema,
  feedSchema,
  holdSchema,
  schedulePausedSchema,
  undeliveredSchema,
} from './status';
import { runSchema, syncProgressSchema } from './sync';
import { webhookStatusSchema } from './webhooks';

export const LANES = ['live', 'feed', 'backfill', 'enrichment'] as const;

const laneSchema = z
  .object({
    lane: z.enum(LANES),
    requests: z.number().meta({ description: 'To Gorgias in the last hour.' }),
    minutes: z
      .array(z.number())
      .length(60)
      .meta({ description: 'The same minute by minute, oldest first; the last one is under way.' }),
    waits: z.number().meta({ description: 'How often it had to wait for its turn in that hour.' }),
  })
  .meta({ id: 'LaneUse' });

const ticketsSchema = z.object({
  stage: z.enum(['open', 'waiting', 'held']),
  tickets: z.number(),
  // A connector of an earlier release does not say it.
  snoozed: z.number().nullable().default(null).meta({
    description: 'Those of the tickets that are snoozed; Gorgias shows them as closed. Null: they were not counted.',
  }),
});

const liveSchema = z
  .object({
    account: z.string(),
    asOf: z.string(),
    state: accountStateSchema,
    stateReason: z.string().nullable(),
    stateCode: stateCodeSchema,
    unanswered: unansweredListSchema,
    holds: z.array(holdSchema).meta({ description: 'What everything that needs it waits for.' }),
    run: z.union([runSchema, z.null()]),
    progress: z.union([syncProgressSchema, z.null()]).meta({ description: 'Of a run that is under way.' }),
    temporalReachable: z.boolean(),
    schedulePaused: schedulePausedSchema,
    undelivered: z.array(undeliveredSchema),
    budget: z.union([budgetSchema, z.null()]),
    lanes: z.array(laneSchema).meta({ description: 'All four, the first in line first.' }),
    contacts: contactCountsSchema,
    contactsLastHour: z
      .number()
      .meta({ description: 'Contacts that were written to Brevo in the last hour; 100,000 stands for more.' }),
    webhooks: webhookStatusSchema,
    feed: z.union([feedSchema, z.null()]).meta({ description: 'Null before the first incremental sync.' }),
    tickets: z.array(ticketsSchema).meta({
      description:
        'Tickets that have not ended: open or snoozed, closed and waiting for satisfaction or a delay, held by another ticket.',
    }),
    campaigns: z.array(z.object({ fate: z.enum(['waiting', 'held']), campaigns: z.number() })).meta({
      description:
        'Campaigns that may still leave and are not allowed yet, of the policy and of programs, by the words of `funnel`.',
    }),
    leaving: z
      .array(
        z.object({ kind: z.enum(['event', 'campaign']), state: z.enum(['intended', 'sending']), entries: z.number() }),
      )
      .meta({ description: 'What is on its way to Brevo.' }),
  })
  .meta({ id: 'Live' });

export const readLive = {
  id: 'readLive',
  method: 'get',
  path: `${GORGIAS_PATH}/live`,
  summary:
    'What goes on: the run, requests by lane over the last hour, contacts written, webhooks, feed, tickets that wait. Quick in any shop, unlike the status, which counts everything.',
  query: accountQuerySchema,
  answer: liveSchema,
  status: 200,
} as const satisfies Call;

export type Live = AnswerOf<typeof readLive>;
