import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, domainSchema, emailSchema, GORGIAS_PATH, secretSchema } from './requests';

/** Both vendors are asked about ten questions, which wait for their turn in the rate budget. */
const TEST_MS = 180_000;
/** Deletes in small steps, so that it disturbs nobody. */
const PURGE_MS = 1_800_000;
/** The vendors are asked whether they accept the keys. */
const KEYS_MS = 180_000;
/** Returns when nothing is on its way to Brevo any more. */
const PAUSE_MS = 180_000;

export const accountStateSchema = z
  .enum(['connected', 'paused', 'refused', 'off'])
  .meta({ description: 'off: `enabled: false` in tajo.yaml; nothing is read or sent.' });

export const stateCodeSchema = z
  .string()
  .nullable()
  .meta({ description: 'Of the list of errors: what the account is refused for.', example: 'auth.gorgias_refused' });

const unansweredSchema = z
  .object({
    vendor: z.enum(['gorgias', 'brevo']),
    code: z.string().meta({ description: 'Of the list of errors.', example: 'gorgias.unavailable' }),
    reason: z.string().meta({ description: 'What the last request failed with, in a sentence.' }),
    nextStep: z.string().nullable(),
    since: z.string().meta({ description: 'Of the first request without an answer; none was answered since.' }),
  })
  .meta({ id: 'Unanswered' });

/** A connector of an earlier release does not say it. */
export const unansweredListSchema = z.array(unansweredSchema).default([]).meta({
  description: 'Vendors that do not answer now; what is asked of them is tried again all the time. Empty: each does.',
});

const connectorSchema = z
  .object({
    connector: z.literal('gorgias'),
    account: z.string(),
    domain: z.string(),
    state: accountStateSchema,
    stateReason: z.string().nullable(),
    stateCode: stateCodeSchema,
    unanswered: unansweredListSchema,
    installedAt: z.string(),
    sandbox: z.boolean().meta({ description: 'True: no real account; `npm start` without keys has made it up.' }),
  })
  .meta({ id: 'Connector' });

const connectorListSchema = z
  .object({ connectors: z.array(connectorSchema), ui: z.string().nullable() })
  .meta({ id: 'ConnectorList' });

export const listConnectors = {
  id: 'listConnectors',
  method: 'get',
  path: '/v1/connectors',
  summary: 'The installed accounts.',
  answer: connectorListSchema,
  status: 200,
} as const satisfies Call;

const forceSchema = z
  .boolean({ error: 'must be true or false' })
  .optional()
  .meta({ description: 'True: keep the keys also when a vendor refuses them, or cannot be asked.' });

const installBodySchema = z
  .strictObject({
    domain: domainSchema,
    email: emailSchema,
    apiKey: secretSchema,
    brevoApiKey: secretSchema,
    force: forceSchema,
  })
  .meta({ id: 'InstallRequest' });

export const installConnector = {
  id: 'installConnector',
  method: 'post',
  path: `${GORGIAS_PATH}/install`,
  summary:
    'Connect a Gorgias account, or replace its keys. They are tried first: refused ones leave what was stored before.',
  body: installBodySchema,
  answer: connectorSchema,
  status: 201,
  timeoutMs: KEYS_MS,
} as const satisfies Call;

const connectionCheckSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    sentence: z.string(),
    code: z.string().optional(),
  })
  .meta({ id: 'ConnectionCheck' });

const connectionTestSchema = z
  .object({ account: z.string(), ok: z.boolean(), checks: z.array(connectionCheckSchema) })
  .meta({ id: 'ConnectionTest' });

export const testConnection = {
  id: 'testConnection',
  method: 'post',
  path: `${GORGIAS_PATH}/test`,
  summary: 'Try what the connector needs of Gorgias and of Brevo. Answers 200 also when a check fails.',
  query: accountQuerySchema,
  answer: connectionTestSchema,
  status: 200,
  timeoutMs: TEST_MS,
} as const satisfies Call;

const rotateKeyBodySchema = z
  .strictObject({
    email: emailSchema.optional().meta({ description: 'Of the Gorgias user who owns the key; stays when missing.' }),
    apiKey: secretSchema.optional().meta({ description: 'Gorgias API key; stays when missing.' }),
    brevoApiKey: secretSchema.optional().meta({ description: 'Brevo API key; stays when missing.' }),
    force: forceSchema,
  })
  .refine(({ email, apiKey, brevoApiKey }) => (email ?? apiKey ?? brevoApiKey) !== undefined, {
    error: 'is missing: give apiKey, brevoApiKey or email, or several of them',
    path: ['apiKey'],
  })
  .meta({ id: 'RotateKeyRequest', description: 'At least one of the fields.', minProperties: 1 });

const keysRotatedSchema = z
  .object({
    account: z.string(),
    replaced: z.array(z.enum(['email', 'apiKey', 'brevoApiKey'])),
  })
  .meta({ id: 'KeysRotated' });

export const rotateKey = {
  id: 'rotateKey',
  method: 'post',
  path: `${GORGIAS_PATH}/rotate-key`,
  summary: 'Replace keys while runs go on. They are tried first: refused ones leave what was stored before.',
  query: accountQuerySchema,
  body: rotateKeyBodySchema,
  answer: keysRotatedSchema,
  status: 200,
  timeoutMs: KEYS_MS,
} as const satisfies Call;

/** Of a number of campaigns and events, 100,000 stands for more. */
export const unsentSchema = z
  .object({
    campaigns: z.number().meta({ description: 'Waiting, held or on their way.' }),
    events: z.number(),
  })
  .meta({ id: 'Unsent' });

const uninstallBodySchema = z
  .strictObject({
    purge: z
      .boolean({ error: 'must be true or false' })
      .meta({ description: 'True: also delete everything that was read of the account. False: keep it.' }),
  })
  .meta({ id: 'UninstallRequest' });

const uninstalledSchema = z
  .object({
    account: z.string(),
    purged: z.boolean(),
    workflowsEnded: z.number().meta({ description: 'Running workflows that were ended beside the full sync.' }),
    rowsDeleted: z.number(),
    dropped: unsentSchema
      .nullable()
      // An earlier release does not count them.
      .default(null)
      .meta({ description: 'What had not left and never will, also when the account is installed again.' }),
    leftOnOpenSupport: z
      .object({
        list: z.number(),
        name: z.string().nullable().meta({ description: 'As Brevo calls it; null: not known.' }),
        people: z.number(),
      })
      .nullable()
      // An earlier release does not count them.
      .default(null)
      .meta({
        description:
          'People who stay on the list of open support, since nobody takes them off any more: campaigns that exclude the list leave them out for good. Null: nobody does.',
      }),
  })
  .meta({ id: 'Uninstalled' });

export const uninstallConnector = {
  id: 'uninstallConnector',
  method: 'post',
  path: `${GORGIAS_PATH}/uninstall`,
  summary:
    'End all that runs for an account and forget its keys; with purge also what was read. Brevo keeps its contacts.',
  query: accountQuerySchema,
  body: uninstallBodySchema,
  answer: uninstalledSchema,
  status: 200,
  timeoutMs: PURGE_MS,
} as const satisfies Call;

/** A connector of an earlier release says less. */
const pauseAnswerSchema = z
  .object({
    account: z.string(),
    paused: z.boolean(),
    changed: z.boolean().default(true).meta({ description: 'False: it was so before.' }),
    state: accountStateSchema.default('connected'),
    stateReason: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'What keeps it from going on, in words; null: nothing does.' }),
  })
  .meta({ id: 'PauseState' });

export const pauseSync = {
  id: 'pauseSync',
  method: 'post',
  path: `${GORGIAS_PATH}/pause`,
  summary: 'Pause the running sync: nothing is asked of a vendor until resumed.',
  query: accountQuerySchema,
  answer: pauseAnswerSchema,
  status: 200,
  timeoutMs: PAUSE_MS,
} as const satisfies Call;

export const resumeSync = {
  id: 'resumeSync',
  method: 'post',
  path: `${GORGIAS_PATH}/resume`,
  summary: 'Go on where the sync was paused.',
  query: accountQuerySchema,
  answer: pauseAnswerSchema,
  status: 200,
  timeoutMs: PAUSE_MS,
} as const satisfies Call;

export type Connector = AnswerOf<typeof installConnector>;
export type ConnectorList = AnswerOf<typeof listConnectors>;
export type ConnectionCheck = ConnectionTest['checks'][number];
export type ConnectionTest = AnswerOf<typeof testConnection>;
export type KeysRotated = AnswerOf<typeof rotateKey>;
export type Uninstalled = AnswerOf<typeof uninstallConnector>;
export type PauseState = AnswerOf<typeof pauseSync>;
