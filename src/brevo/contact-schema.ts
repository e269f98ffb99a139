import { z } from 'zod';
import { readTimestamp } from '../domain/timestamp';
import { type ContactState } from './types';

/** What is there and of the right type; null, missing and every other type are alike. */
const flag = z.unknown().transform((raw) => (typeof raw === 'boolean' ? raw : null));

/** What a database keeps as the number of a list, and keeps and finds as an address: mail knows none of over 254 characters. */
const LARGEST_ID = 2 ** 31 - 1;
const LONGEST_EMAIL = 500;

const id = z.int();

const listId = z.int().max(LARGEST_ID);

/** The ids of a list that can be read, and whether all of them could. Null and missing mean: none. */
const ids = z.unknown().transform((raw) => {
  const list: readonly unknown[] | null = Array.isArray(raw) ? raw : null;
  const read = (list ?? []).flatMap((item) => listId.safeParse(item).data ?? []);
  return { ids: read, whole: raw === undefined || raw === null || read.length === list?.length };
});

const fields = {
  id,
  email: z.string().max(LONGEST_EMAIL).nullish().catch(null),
  emailBlacklisted: flag.optional(),
  smsBlacklisted: flag.optional(),
  listIds: ids.optional(),
  listUnsubscribed: ids.optional(),
  attributes: z.record(z.string(), z.unknown()).nullish().catch(null),
  modifiedAt: z
    .unknown()
    .transform((raw) => (typeof raw === 'string' ? readTimestamp(raw) : null))
    .optional(),
};

/**
 * A contact as `GET /contacts/{email}` answers it. Only the id must be there. What cannot be read costs that field; of consent, what cannot
 * be read counts as a no.
 */
export const contactSchema = z.object(fields).transform(toContact);

/** Stands where a row has no usable id. */
const NO_ID = 0;

/**
 * A row of `GET /contacts`: of no use without the e-mail by which people are known. One without a usable id is a person all the same, about
 * whom nothing in it is sure: left out, they would look like somebody who never said no.
 */
export const contactRowSchema = z
  .object({ ...fields, id: id.catch(NO_ID) })
  .transform((row) => ({ ...toContact(row), ...(row.id === NO_ID ? UNSURE : {}) }))
  .refine(({ email }) => email !== null && email.trim() !== '');

const UNSURE = { emailBlacklisted: true, consentUnknown: true };

type Row = z.output<z.ZodObject<typeof fields>>;

function toContact(row: Row): ContactState {
  const emailBlacklisted = row.emailBlacklisted ?? null;
  return {
    id: row.id,
    email: row.email ?? null,
    emailBlacklisted: emailBlacklisted ?? true,
    consentUnknown: emailBlacklisted === null || row.listUnsubscribed?.whole === false,
    smsBlacklisted: row.smsBlacklisted ?? false,
    listIds: row.listIds?.ids ?? [],
    listUnsubscribed: row.listUnsubscribed?.ids ?? [],
    attributes: row.attributes ?? {},
    modifiedAt: row.modifiedAt ?? null,
  };
}
