import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { listsByNameSchema } from './lists-by-name';
import {
  accountQuerySchema,
  batchSizeSchema,
  GORGIAS_PATH,
  resourcesSchema,
  SYNC_TYPES,
  sinceSchema,
} from './requests';

/** Some pages are read, which wait for their turn in the rate budget. */
const PLAN_MS = 180_000;

export const syncTotalsSchema = z
  .object({
    requests: z.number().default(0).meta({
      description:
        'Requests to Gorgias that the account was granted meanwhile, those of the feed and of tickets included.',
    }),
    pages: z.number().default(0),
    rows: z.number().default(0),
    changed: z.number().default(0),
    published: z.number().default(0),
    unchanged: z.number().default(0),
    held: z.number().default(0),
    enriched: z.number().default(0),
    seconds: z.number().default(0),
  })
  .meta({ id: 'SyncTotals', description: 'Counts of one run; seconds is its duration.' });

export const runSchema = z
  .object({
    runId: z.string(),
    type: z.enum(['full', 'incremental']),
    state: z.enum(['running', 'completed', 'failed', 'cancelled']),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    failure: z.string().nullable().meta({ description: 'Why it failed, in a sentence.' }),
    failureCode: z.string().nullable().default(null).meta({ description: 'The same as a code of docs/errors.md.' }),
    dryRun: z
      .boolean()
      .default(false)
      .meta({ description: 'It wrote nothing to Brevo: `totals.published` is what it would have written.' }),
    totals: syncTotalsSchema,
  })
  .meta({ id: 'Run' });

const resourceProgressSchema = z
  .object({
    name: z.string(),
    pages: z.number(),
    rows: z.number(),
    expectedRows: z.number().nullable(),
    done: z.boolean(),
  })
  .meta({ id: 'ResourceProgress' });

export const syncProgressSchema = z
  .object({
    account: z.string(),
    runId: z.string(),
    phase: z.enum(['preparing', 'reading', 'enriching', 'confirming', 'done']),
    state: z.enum(['running', 'paused', 'waiting', 'completed']),
    sentence: z.string(),
    startedAt: z.string(),
    resources: z.array(resourceProgressSchema),
    published: z.number(),
    unchanged: z.number(),
    held: z.number(),
    due: z.number(),
    requests: z.number(),
    enriched: z.number(),
    toEnrich: z
      .number()
      .nullable()
      .meta({ description: 'As `detailsLeft`; before they are counted, what was reckoned with.' }),
    detailsLeft: z.number().nullable().optional().meta({
      description:
        'Customers whose details are still to be read; null before they are counted. Missing: a connector of before it.',
    }),
    expectedDetails: z.number().nullable().default(null),
    budgetLeft: z.number().nullable(),
    percent: z.number().nullable(),
    etaSeconds: z.number().nullable(),
  })
  .meta({ id: 'SyncProgress' });

const syncBodySchema = z
  .strictObject({
    type: z.enum(SYNC_TYPES, { error: 'must be full or incremental' }).default('full'),
    resources: resourcesSchema.optional().meta({ description: 'All that the configuration enables when missing.' }),
    since: sinceSchema.optional().meta({ description: 'Only records changed since.' }),
    batchSize: batchSizeSchema.optional().meta({ description: 'Rows a page.' }),
    dryRun: z.boolean({ error: 'must be true or false' }).optional().meta({ description: 'Write nothing to Brevo.' }),
    wait: z.boolean({ error: 'must be true or false' }).default(true).meta({
      description:
        'False: while another run of that type is under way, refuse with `conflict.already_running` instead of answering which one.',
    }),
  })
  .meta({ id: 'SyncRequest' });

const syncStartedSchema = z
  .object({
    account: z.string(),
    type: z.enum(['full', 'incremental']),
    turn: z.enum(['started', 'joined', 'waiting']).meta({
      description:
        '`joined`: a run that does what was asked for was under way already. `waiting`: another one is, and nothing was begun; ask again when it has ended.',
    }),
    workflowId: z.string(),
    runId: z.string().meta({ description: 'Of the run that is under way now.' }),
    startedAt: z.string().meta({ description: 'When that run began.' }),
    ui: z.string().nullable().meta({ description: 'Address of the Temporal web interface, when there is one.' }),
  })
  .meta({ id: 'SyncStarted' });

export const startSync = {
  id: 'startSync',
  method: 'post',
  path: `${GORGIAS_PATH}/sync`,
  summary:
    'Start a sync run, or join the one under way that does the same. Answers when Temporal has accepted it; follow it by its progress.',
  query: accountQuerySchema,
  body: syncBodySchema,
  answer: syncStartedSchema,
  status: 202,
} as const satisfies Call;

const progressQuerySchema = accountQuerySchema.extend({
  type: z.enum(SYNC_TYPES, { error: 'must be full or incremental' }).default('full'),
  runId: z
    .string({ error: 'must be given once' })
    .max(100, 'must be the id of a run')
    .optional()
    .meta({ description: 'A run that another one may have followed; the newest one when missing.' }),
});

const progressAnswerSchema = z
  .object({
    account: z.string(),
    run: z
      .union([runSchema, z.null()])
      .meta({ description: 'The newest run, or the one that was asked for; null when there is none.' }),
    progress: z.union([syncProgressSchema, z.null()]),
  })
  .meta({ id: 'Progress' });

export const readProgress = {
  id: 'readProgress',
  method: 'get',
  path: `${GORGIAS_PATH}/progress`,
  summary: 'The newest run of that type that was started by hand, or the one with that id, and how far it is.',
  query: progressQuerySchema,
  answer: progressAnswerSchema,
  status: 200,
} as const satisfies Call;

const planSchema = z
  .object({
    exact: z.boolean(),
    resources: z.array(z.object({ name: z.string(), rows: z.number(), requests: z.number() })),
    listRequests: z.number(),
    enrichmentRequests: z.number(),
    listMinutes: z.number(),
    enrichmentMinutes: z.number(),
    contactsToWrite: z.number(),
    brevoImports: z.number(),
    lists: listsByNameSchema,
    lastRun: z
      .union([z.object({ finishedAt: z.string(), seconds: z.number(), requests: z.number() }), z.null()])
      .default(null)
      .meta({ description: 'What the last complete full sync took in fact, waits included; null: there was none.' }),
  })
  .meta({ id: 'SyncPlan' });

export const planSync = {
  id: 'planSync',
  method: 'post',
  path: `${GORGIAS_PATH}/plan`,
  summary: 'What a full sync would cost: requests, minutes, contacts to write. Writes nothing.',
  query: accountQuerySchema,
  answer: planSchema,
  status: 200,
  timeoutMs: PLAN_MS,
} as const satisfies Call;

/**
 * How far a run is: `published`, `unchanged` and `held` are contacts; `detailsLeft` the customers whose details are still to be read, null
 * before they are counted, and `expectedDetails` what was reckoned with before; `etaSeconds` is the time until its end, null where nobody can tell.
 */
export type SyncProgress = z.output<typeof syncProgressSchema>;
export type Run = z.output<typeof runSchema>;
export type SyncTotals = z.output<typeof syncTotalsSchema>;
export type SyncStarted = AnswerOf<typeof startSync>;
export type RunProgress = AnswerOf<typeof readProgress>;
export type Plan = AnswerOf<typeof planSync>;
