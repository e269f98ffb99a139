import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';

const SAMPLE_HELP = 'must be a whole number from 1 to 100000';
const FLAG_HELP = 'must be true or false';

export const sampleSchema = z.int({ error: SAMPLE_HELP }).min(1, SAMPLE_HELP).max(100_000, SAMPLE_HELP);
export const reportIdSchema = z
  .string({ error: 'must be given once' })
  .regex(/^[\w-]{1,100}$/, 'must be the id of a report');

const flag = (description: string): z.ZodDefault<z.ZodBoolean> =>
  z.boolean({ error: FLAG_HELP }).default(false).meta({ description });

const auditBodySchema = z
  .strictObject({
    sample: sampleSchema.optional().meta({ description: 'How many contacts, at random; 200 when missing.' }),
    all: flag('All contacts instead of a sample.'),
    repair: flag('Write what the report says that the connector caused, through the gate, when it is complete.'),
    overwrite: flag('With `repair`: also what somebody has changed in Brevo since.'),
    report: reportIdSchema
      .optional()
      .meta({ description: 'With `repair`: carry out this report; nothing is audited.' }),
  })
  .refine(({ all, sample }) => !all || sample === undefined, {
    error: 'must be left out with all',
    path: ['sample'],
  })
  .refine(({ report, all, sample }) => report === undefined || (!all && sample === undefined), {
    error: 'must be left out with all or sample: what it says is repaired',
    path: ['report'],
  })
  .refine(({ report, repair }) => report === undefined || repair, {
    error: 'belongs to repair: without it, a report is only read',
    path: ['report'],
  })
  .refine(({ overwrite, repair }) => !overwrite || repair, { error: 'belongs to repair', path: ['overwrite'] })
  .meta({ id: 'AuditRequest' });

const auditStartedSchema = z
  .object({
    account: z.string(),
    workflowId: z.string(),
    runId: z.string(),
    report: z.string().meta({ description: 'Id of the report that it writes, or carries out.' }),
    ui: z.string().nullable(),
  })
  .meta({ id: 'AuditStarted' });

export const startAudit = {
  id: 'startAudit',
  method: 'post',
  path: `${GORGIAS_PATH}/audit`,
  summary:
    'Read contacts back from Brevo and compare them with what they should be, or repair what a report says. Answers when Temporal has accepted it.',
  query: accountQuerySchema,
  body: auditBodySchema,
  answer: auditStartedSchema,
  status: 202,
} as const satisfies Call;

const findingSchema = z
  .object({
    customerId: z.number().nullable().meta({ description: 'In Gorgias.' }),
    has: z.string().nullable().meta({ personal: true, description: 'What Brevo had; null: nothing.' }),
    should: z.string().nullable().meta({ personal: true, description: 'What it should have had; null: nothing.' }),
    foundAt: z.string(),
    state: z.enum(['open', 'repaired', 'refused', 'superseded']).meta({
      description: '`superseded`: written since for another reason, so that nothing was left to repair.',
    }),
  })
  .meta({ id: 'AuditFinding' });

const differenceSchema = z
  .object({
    kind: z.string().meta({ example: 'dropped' }),
    by: z.enum(['us', 'others']).meta({
      description: '`us`: missed by the connector, or dropped by Brevo. `others`: changed by somebody in Brevo since.',
    }),
    what: z.string().meta({ description: 'The kind in words: what happened to the contact.' }),
    about: z.string().nullable().meta({ description: 'The attribute, or `list 36`; null: the contact itself.' }),
    contacts: z.number(),
    repair: z.enum(['repair', 'overwrite', 'never']).meta({ description: 'What is needed for it to be written.' }),
    // A connector of an earlier release does not say it.
    step: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'What a person can do where no repair writes it; null: a repair does.' }),
    examples: z.array(findingSchema).meta({ description: 'Three at most.' }),
  })
  .meta({ id: 'AuditDifference' });

const summarySchema = z.object({
  report: z.string(),
  scope: z.enum(['sample', 'all']),
  nightly: z.boolean(),
  state: z.enum(['running', 'completed', 'failed', 'cancelled']),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  contacts: z.number().meta({ description: 'To be looked at, as it began.' }),
  looked: z.number(),
  waiting: z.number().meta({ description: 'Passed over: about to be written anyway.' }),
  differing: z.number(),
  requests: z.number().meta({ description: 'To Brevo, for contacts.' }),
});

const reportSchema = summarySchema
  .extend({
    ours: z.number().meta({ description: 'Differences that we caused, and below that others did.' }),
    others: z.number(),
    differences: z.array(differenceSchema),
    repairs: z
      .object({
        repaired: z.number(),
        refused: z.number(),
        superseded: z.number(),
        open: z.number(),
        // A connector of an earlier release does not say it.
        overwritable: z
          .number()
          .default(0)
          .meta({ description: 'What others changed, was not written yet, and a repair with `overwrite` writes.' }),
      })
      .meta({
        description: 'What became of the differences; `open` are those that we caused and that were not written yet.',
      }),
  })
  .meta({ id: 'AuditReport' });

const progressSchema = z
  .object({
    runId: z.string(),
    report: z.string(),
    state: z.enum(['running', 'completed', 'failed', 'cancelled']),
    sentence: z.string(),
    percent: z.number().nullable(),
    etaSeconds: z.number().nullable(),
  })
  .meta({ id: 'AuditProgress' });

const readAuditQuerySchema = accountQuerySchema.extend({
  report: reportIdSchema.optional().meta({ description: 'The newest one when missing.' }),
});

const auditAnswerSchema = z
  .object({
    account: z.string(),
    report: z.union([reportSchema, z.null()]).meta({ description: 'Null: there is none.' }),
    run: z
      .union([progressSchema, z.null()])
      .meta({ description: 'The newest audit or repair of the account, whichever report it is about.' }),
  })
  .meta({ id: 'Audit' });

export const readAudit = {
  id: 'readAudit',
  method: 'get',
  path: `${GORGIAS_PATH}/audit/report`,
  summary:
    'The report of an audit: what differs between Brevo and what it should hold, by cause, and how far an audit is.',
  query: readAuditQuerySchema,
  answer: auditAnswerSchema,
  status: 200,
} as const satisfies Call;

const auditsSchema = z
  .object({ account: z.string(), reports: z.array(summarySchema.meta({ id: 'AuditSummary' })) })
  .meta({ id: 'Audits' });

export const listAudits = {
  id: 'listAudits',
  method: 'get',
  path: `${GORGIAS_PATH}/audits`,
  summary: 'The reports that are kept, newest first.',
  query: accountQuerySchema,
  answer: auditsSchema,
  status: 200,
} as const satisfies Call;

export type AuditStarted = AnswerOf<typeof startAudit>;
export type Audit = AnswerOf<typeof readAudit>;
export type AuditReport = NonNullable<Audit['report']>;
export type AuditRun = NonNullable<Audit['run']>;
export type Audits = AnswerOf<typeof listAudits>;
