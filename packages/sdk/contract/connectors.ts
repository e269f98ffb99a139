import { z } from 'zod';
import { encryptionSchema } from './account';
import { runSchema, syncProgressSchema } from './runs';
import { webhookStatusSchema } from './webhooks';

const accountStateSchema = z
  .enum(['connected', 'paused', 'refused', 'off'])
  .meta({ description: 'off: `enabled: false` in tajo.yaml; nothing is read or sent.' });

const holdSchema = z
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
const stateCodeSchema = z
  .string()
  .nullable()
  .meta({ description: 'Of the list of errors: what the account is refused for.', example: 'auth.gorgias_refused' });

export const connectorSchema = z
  .object({
    connector: z.literal('gorgias'),
    account: z.string(),
    domain: z.string(),
    state: accountStateSchema,
    stateReason: z.string().nullable(),
    stateCode: stateCodeSchema,
    installedAt: z.string(),
  })
  .meta({ id: 'Connector' });

export const connectorListSchema = z
  .object({ connectors: z.array(connectorSchema), ui: z.string().nullable() })
  .meta({ id: 'ConnectorList' });

export const connectionCheckSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    sentence: z.string(),
    code: z.string().optional(),
  })
  .meta({ id: 'ConnectionCheck' });

export const connectionTestSchema = z
  .object({ account: z.string(), ok: z.boolean(), checks: z.array(connectionCheckSchema) })
  .meta({ id: 'ConnectionTest' });

export const planSchema = z
  .object({
    exact: z.boolean(),
    resources: z.array(z.object({ name: z.string(), rows: z.number(), requests: z.number() })),
    listRequests: z.number(),
    enrichmentRequests: z.number(),
    listMinutes: z.number(),
    enrichmentMinutes: z.number(),
    contactsToWrite: z.number(),
    brevoImports: z.number(),
  })
  .meta({ id: 'SyncPlan' });

export const pauseAnswerSchema = z.object({ account: z.string(), paused: z.boolean() }).meta({ id: 'PauseState' });

const causeSchema = z
  .object({
    cause: z.string(),
    held: z.boolean().meta({ description: 'True: the whole record waits. False: only a value was dropped.' }),
    records: z.number(),
    firstAt: z.string(),
    lastAt: z.string(),
  })
  .meta({ id: 'QuarantineCause' });

const quarantineRecordSchema = z
  .object({
    kind: z.enum(['customer', 'ticket', 'survey', 'message', 'contact', 'event']),
    key: z.string().meta({ description: 'Id of the record in Gorgias.' }),
    step: z.enum(['read', 'map', 'publish', 'import']),
    cause: z.string(),
    detail: z.string().optional().meta({ description: 'The attribute or field, never its value.' }),
    held: z.boolean(),
    firstAt: z.string(),
    lastAt: z.string(),
    times: z.number(),
  })
  .meta({ id: 'QuarantineRecord' });

export const quarantineListSchema = z
  .object({ account: z.string(), causes: z.array(causeSchema), records: z.array(quarantineRecordSchema) })
  .meta({ id: 'QuarantineList' });

export const quarantineRetrySchema = z
  .object({
    account: z.string(),
    cause: z.string(),
    dryRun: z.boolean(),
    records: z.number().meta({ description: 'Records that the cause lists.' }),
    contacts: z.number().meta({ description: 'Contacts that the next publication writes again.' }),
    details: z.number().meta({ description: 'Customers whose details the next enrichment reads again.' }),
    events: z.number().meta({ description: 'Refused timeline events that the next sync sends again.' }),
    nextSync: z.number().meta({ description: 'Records that the next full sync reads again by itself.' }),
  })
  .meta({ id: 'QuarantineRetry' });

const budgetSchema = z
  .object({ left: z.number(), capacity: z.number(), perSecond: z.number(), closedForMs: z.number() })
  .meta({ id: 'Budget', description: 'Requests to Gorgias that may be made at once, and how fast they come back.' });

const tagSourceSchema = z
  .object({
    from: z.enum(['tickets', 'shopify']),
    names: z.number().meta({ description: 'Different tags.' }),
    records: z.number().meta({ description: 'Tickets or customers that have one.' }),
  })
  .meta({ id: 'TagSource' });

export const statusSchema = z
  .object({
    connector: z.literal('gorgias'),
    account: z.string(),
    domain: z.string(),
    connected: z.boolean().meta({ description: 'False when a vendor has refused the credentials.' }),
    state: accountStateSchema,
    stateReason: z.string().nullable(),
    stateCode: stateCodeSchema,
    lastSync: z.string().nullable().meta({ description: 'End of the last completed run.' }),
    customersCount: z.number(),
    customersWithoutEmail: z.number().meta({ description: 'Counted as no_email; contacts as soon as they have one.' }),
    ticketsTracked: z.number(),
    ticketsOpen: z.number(),
    csatResponses: z.number().meta({ description: 'Surveys with a score.' }),
    surveysCount: z.number(),
    contacts: z.object({ published: z.number(), due: z.number(), importing: z.number() }),
    holds: z.array(holdSchema).meta({ description: 'What everything that needs it waits for.' }),
    keptBack: z.array(keptBackSchema),
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
    ui: z.string().nullable(),
  })
  .meta({ id: 'Status' });
