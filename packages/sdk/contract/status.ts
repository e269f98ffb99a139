import { z } from 'zod';
import { accountStateSchema, stateCodeSchema, unansweredListSchema, unsentSchema } from './accounts';
import type { AnswerOf, Call } from './call';
import { causeSchema } from './quarantine';
import { accountQuerySchema, GORGIAS_PATH } from './requests';
import { runSchema, syncProgressSchema } from './sync';
import { webhookStatusSchema } from './webhooks';

const encryptionSchema = z
  .object({
    keyId: z.string().meta({ description: 'Id of the encryption key that new data is sealed with.' }),
    stored: z.number().meta({ description: 'Secrets that are stored, of all accounts.' }),
    withOldKeys: z
      .number()
      .meta({ description: 'Those of them that an older key has sealed; 0 when all are renewed.' }),
    oldKeyIds: z.array(z.string()).meta({ description: 'The older keys that are still needed to read them.' }),
  })
  .meta({ id: 'Encryption' });

export const holdSchema = z
  .object({
    code: z.string().meta({ description: 'Of the list of errors.', example: 'brevo.no_credits' }),
    reason: z.string().meta({ description: 'What a person has to mend; names nobody.' }),
    since: z.string(),
    nextTryAt: z.string().meta({ description: 'One request tries then for everything that waits.' }),
  })
  .meta({ id: 'Hold' });

const keptBackSchema = z
  .object({
    why: z.string(),
    kind: z.enum(['event', 'campaign']),
    entries: z.number(),
    firstAt: z.string(),
    lastAt: z.string(),
  })
  .meta({ id: 'KeptBack', description: 'Written down, and not let through when it was to leave.' });

export const budgetSchema = z
  .object({ left: z.number(), capacity: z.number(), perSecond: z.number(), closedForMs: z.number() })
  .meta({ id: 'Budget', description: 'Requests to Gorgias that may be made at once, and how fast they come back.' });

export const schedulePausedSchema = z.string().nullable().default(null).meta({
  description:
    'The note under which somebody paused the schedule of the incremental sync in Temporal; null: it goes on.',
});

export const feedSchema = z
  .object({
    readUntil: z.string().meta({ description: 'Every event of Gorgias’ feed of before is known.' }),
    lagSeconds: z.number().meta({ description: 'An event that is not known yet is no older.' }),
  })
  .meta({ id: 'Feed' });

export const contactCountsSchema = z.object({ published: z.number(), due: z.number(), importing: z.number() });

export const undeliveredSchema = z
  .object({ kind: z.enum(['contact', 'event', 'campaign']), since: z.string(), ageSeconds: z.number() })
  .meta({ id: 'Undelivered', description: 'The oldest of its kind that should have reached Brevo by now.' });

const tagSourceSchema = z
  .object({
    from: z.enum(['tickets', 'shopify']),
    names: z.number().meta({ description: 'Different tags.' }),
    records: z.number().meta({ description: 'Tickets or customers that have one.' }),
  })
  .meta({ id: 'TagSource' });

const sweepSchema = z.object({ startedAt: z.string(), finishedAt: z.string().nullable() }).meta({
  id: 'Sweep',
  description: 'The newest walk through what Gorgias changes without saying so; null: none yet.',
});

const statusSchema = z
  .object({
    connector: z.literal('gorgias'),
    account: z.string(),
    domain: z.string(),
    connected: z.boolean().meta({ description: 'False when a vendor has refused the credentials.' }),
    state: accountStateSchema,
    stateReason: z.string().nullable(),
    stateCode: stateCodeSchema,
    unanswered: unansweredListSchema,
    lastSync: z.string().nullable().meta({ description: 'End of the last completed run that was no dry run.' }),
    sweep: z.union([sweepSchema, z.null()]),
    customersCount: z.number(),
    customersWithoutEmail: z.number().meta({ description: 'Counted as no_email; contacts as soon as they have one.' }),
    ticketsTracked: z.number(),
    ticketsOpen: z.number().meta({ description: 'Without snoozed ones.' }),
    ticketsSnoozed: z.number().meta({ description: 'They open again by themselves, at a time to come.' }),
    csatResponses: z.number().meta({ description: 'Surveys with a score.' }),
    surveysCount: z.number(),
    contacts: contactCountsSchema,
    lostInImports: z.array(z.string()).meta({
      description:
        'Types of values that this Brevo account’s imports take and lose: whoever has one is written singly.',
    }),
    holds: z.array(holdSchema).meta({ description: 'What everything that needs it waits for.' }),
    keptBack: z.array(keptBackSchema),
    feed: z.union([feedSchema, z.null()]).meta({ description: 'Null before the first incremental sync.' }),
    undelivered: z.array(undeliveredSchema).meta({
      description: 'Without what waits for an address, for its time, or for a person; empty when nothing else waits.',
    }),
    // A connector of an earlier release does not count them.
    unsent: unsentSchema
      .nullable()
      .default(null)
      .meta({ description: 'What has not reached Brevo yet, and never would if the account were uninstalled now.' }),
    tags: z.object({
      lookedForIn: z.array(z.string()),
      found: z.number().meta({ description: 'In Gorgias’ own list of tags.' }),
      sources: z.array(tagSourceSchema).meta({ description: 'What was found in each place that is looked at.' }),
      lists: z.number().meta({ description: 'Brevo lists that mirror a tag.' }),
    }),
    quarantine: z.array(causeSchema),
    gone: z
      .object({ deleted: z.number(), merged: z.number() })
      .meta({ id: 'Gone', description: 'Customers and tickets that were deleted in Gorgias, or merged into others.' }),
    budget: z.union([budgetSchema, z.null()]),
    webhooks: webhookStatusSchema,
    run: z.union([runSchema, z.null()]),
    progress: z.union([syncProgressSchema, z.null()]).meta({ description: 'Of a run that is under way.' }),
    encryption: encryptionSchema,
    temporalReachable: z.boolean(),
    schedulePaused: schedulePausedSchema,
    ui: z.string().nullable(),
  })
  .meta({ id: 'Status' });

export const readStatus = {
  id: 'readStatus',
  method: 'get',
  path: `${GORGIAS_PATH}/status`,
  summary: 'What is connected, what is known, what is set aside, and what is going on.',
  query: accountQuerySchema,
  answer: statusSchema,
  status: 200,
} as const satisfies Call;

export type ConnectorStatus = AnswerOf<typeof readStatus>;
