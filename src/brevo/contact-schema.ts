import { z } from 'zod';
import { type ContactState } from './types';

/**
 * A contact as `GET /contacts` answers it. Only the id and the consent flag must be there: a contact whose consent cannot be read must
 * not count as one that may be written to.
 */
export const contactSchema = z
  .object({
    id: z.int(),
    email: z.string().nullish(),
    emailBlacklisted: z.boolean(),
    smsBlacklisted: z.boolean().nullish(),
    listIds: z.array(z.int()).nullish(),
    listUnsubscribed: z.array(z.int()).nullish(),
    attributes: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform((row): ContactState => ({
    id: row.id,
    email: row.email ?? null,
    emailBlacklisted: row.emailBlacklisted,
    smsBlacklisted: row.smsBlacklisted ?? false,
    listIds: row.listIds ?? [],
    listUnsubscribed: row.listUnsubscribed ?? [],
    attributes: row.attributes ?? {},
  }));
