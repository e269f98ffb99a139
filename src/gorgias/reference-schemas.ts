import { z } from 'zod';
import { type Account, type CustomField, type Integration, type Tag, type User } from '../domain/records';
import { id, optionalText } from './fields';

export const accountSchema = z.object({ domain: z.string() }).transform((row): Account => ({ domain: row.domain }));

export const tagSchema = z.object({ id, name: z.string() }).transform((row): Tag => ({ id: row.id, name: row.name }));

/** Agents and bots. Their `email` is not read: a bot's is none. */
export const userSchema = z
  .object({ id, name: z.string().nullish(), role: z.object({ name: z.string() }).nullish() })
  .transform((row): User => ({ id: row.id, name: row.name ?? '', role: row.role?.name ?? '' }));

export const customFieldSchema = z
  .object({
    id,
    label: z.string(),
    definition: z.object({ data_type: z.string() }),
    managed_type: optionalText,
  })
  .transform((row): CustomField => ({
    id: row.id,
    label: row.label,
    dataType: row.definition.data_type,
    managedType: row.managed_type,
  }));

export const integrationSchema = z
  .object({
    id,
    name: z.string().nullish(),
    type: z.string(),
    http: z.object({ url: optionalText }).nullish().catch(null),
  })
  .transform((row): Integration => ({
    id: row.id,
    name: row.name ?? '',
    type: row.type,
    url: row.http?.url ?? null,
  }));
