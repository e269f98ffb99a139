import { z } from 'zod';
import { wholeNumber } from './whole-number';
import { accountQuerySchema, timeSchema } from './requests';

const A_DAY_MS = 86_400_000;
/** Numbers are counted from index ranges: a longer time is asked for in parts. */
export const LONGEST_DAYS = 92;
/** Of everything that counts by time, so that two commands without `--since` speak of the same. */
export const USUAL_DAYS = 30;

const periodShape = {
  ...accountQuerySchema.shape,
  from: timeSchema
    .optional()
    .meta({ description: `When missing: ${USUAL_DAYS} days before \`to\`.`, example: '2024-01-01' }),
  to: timeSchema.optional().meta({ description: 'Not included any more; now when missing.', example: '2024-01-08' }),
};

export interface Period {
  readonly from: string;
  /** Not included any more. */
  readonly to: string;
}

/** The time that a request means, in UTC. */
export function periodOf({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): Period {
  const end = to === undefined ? Date.now() : Date.parse(to);
  const start = from === undefined ? end - USUAL_DAYS * A_DAY_MS : Date.parse(from);
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

function lengthMs(query: Parameters<typeof periodOf>[0]): number {
  const { from, to } = periodOf(query);
  return Date.parse(to) - Date.parse(from);
}

/** A query about a period, with more to choose by. */
export function periodQuery<Shape extends z.ZodRawShape>(
  more: Shape,
): z.ZodObject<typeof periodShape & Shape, z.core.$strict> {
  const schema: z.ZodObject<typeof periodShape & Shape, z.core.$strict> = z.strictObject({ ...periodShape, ...more });
  return schema
    .refine((query) => lengthMs(query as Parameters<typeof periodOf>[0]) > 0, {
      error: 'must lie after from',
      path: ['to'],
    })
    .refine((query) => lengthMs(query as Parameters<typeof periodOf>[0]) <= LONGEST_DAYS * A_DAY_MS, {
      error: `must lie at most ${LONGEST_DAYS} days before to`,
      path: ['from'],
    });
}

/** A page of what stands behind a number, newest first. */
export const pageShape = {
  after: z
    .string({ error: 'must be given once' })
    .regex(/^\d{4}-[\d:.TZ-]{5,30}\/\d{1,15}$/, 'must be the `next` of the page before')
    .optional()
    .meta({ description: '`next` of the page before.' }),
  limit: wholeNumber({ from: 1, to: 200 }).default(50),
};

/** Of each answer that tells what is waited for. */
export const stoppedShape = {
  stopped: z.string().nullable().meta({
    description:
      'The account is off, paused or refused, and why: what waits is asked for when that is over, whatever its time. Null: it is not.',
  }),
};

/** Of each answer about a period. */
export const periodAnswerShape = {
  account: z.string(),
  from: z.string(),
  to: z.string().meta({ description: 'Not included any more.' }),
};

export const nextSchema = z
  .string()
  .nullable()
  .meta({ description: '`after` of the next page; null: this was the last.' });
