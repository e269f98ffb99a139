import { z } from 'zod';

export const syncTotalsSchema = z
  .object({
    requests: z.number().default(0),
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
    toEnrich: z.number(),
    budgetLeft: z.number().nullable(),
    percent: z.number().nullable(),
    etaSeconds: z.number().nullable(),
  })
  .meta({ id: 'SyncProgress' });

export const progressAnswerSchema = z
  .object({
    account: z.string(),
    run: z.union([runSchema, z.null()]).meta({ description: 'The newest run; null before the first one.' }),
    progress: z.union([syncProgressSchema, z.null()]),
  })
  .meta({ id: 'Progress' });

export const syncStartedSchema = z
  .object({
    account: z.string(),
    type: z.enum(['full', 'incremental']),
    workflowId: z.string(),
    runId: z.string(),
    ui: z.string().nullable().meta({ description: 'Address of the Temporal web interface, when there is one.' }),
  })
  .meta({ id: 'SyncStarted' });
