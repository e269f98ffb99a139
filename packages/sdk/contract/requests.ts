import { z } from 'zod';
import { wholeNumber } from './whole-number';
import { GORGIAS_DOMAIN_TEXT, isGorgiasDomain } from '../../../src/domain/account/gorgias-domain';

/**
 * What the API accepts. The same schemas validate requests, check the command line's flags and describe `/openapi.json`.
 * Messages never repeat the given value: it may be a key in the wrong place.
 */
export const RESOURCE_NAMES = ['customers', 'tickets', 'satisfaction_surveys', 'tags'] as const;
export type Resource = (typeof RESOURCE_NAMES)[number];

/** Where the calls of the one connector lie. */
export const GORGIAS_PATH = '/v1/connectors/gorgias';

const A_DAY_MS = 86_400_000;
const NEITHER_SPACE_NOR_CONTROL = /^[\x21-\x7e]+$/;

export const domainSchema = z
  .string({ error: `must be ${GORGIAS_DOMAIN_TEXT}` })
  .refine(isGorgiasDomain, `must be ${GORGIAS_DOMAIN_TEXT}`)
  .meta({ example: 'yourstore.gorgias.com' });

export const emailSchema = z
  .string({
    error: 'is missing: Gorgias uses Basic Auth, which needs the e-mail address of the user that owns the API key',
  })
  .max(254, 'must be an e-mail address of at most 254 characters')
  .regex(/^[^\s@:]+@[^\s@:]+$/, 'must be an e-mail address, like you@yourstore.com')
  .meta({ example: 'you@yourstore.com' });

export const secretSchema = z
  .string({ error: 'is missing' })
  .max(1024, 'must be at most 1,024 characters long')
  .regex(NEITHER_SPACE_NOR_CONTROL, 'must be a key of plain characters (ASCII), without spaces or line breaks');

export const resourcesSchema = z
  .array(z.enum(RESOURCE_NAMES, { error: `must be some of ${RESOURCE_NAMES.join(', ')}` }))
  .min(1, `must be some of ${RESOURCE_NAMES.join(', ')}`);

const DATE_HELP = 'must be a date like 2024-01-01 or a time like 2024-01-01T08:00:00Z';

/** A moment, as every request gives it. */
export const timeSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })], { error: DATE_HELP });

export const sinceSchema = timeSchema
  .refine((value) => Date.parse(value) <= Date.now() + A_DAY_MS, 'must not lie in the future')
  .meta({ example: '2024-01-01' });

export const batchSizeSchema = z
  .int({ error: 'must be a whole number from 1 to 100' })
  .min(1, 'must be a whole number from 1 to 100')
  .max(100, 'must be a whole number from 1 to 100: Gorgias has no larger pages');

export const SYNC_TYPES = ['full', 'incremental'] as const;

export const accountQuerySchema = z.strictObject({
  account: z
    .string({ error: 'must be given once' })
    .max(63, 'must be the subdomain of an installed Gorgias account')
    .optional()
    .meta({ description: 'Subdomain of the Gorgias account; may be left out when only one is installed.' }),
});

export const quarantineQuerySchema = accountQuerySchema.extend({
  cause: z.string({ error: 'must be given once' }).max(200, 'must be one of the causes in the status').optional(),
  limit: wholeNumber({ from: 1, to: 1000 }).default(100),
});
