import { z } from 'zod';
import { type Channel, type Customer, type CustomerDetail } from '../domain/records';
import { customFieldMap, id, optionalFlag, optionalText, optionalTimestamp, timestamp } from './fields';

const customerFields = z.object({
  id,
  email: optionalText,
  name: optionalText,
  firstname: optionalText,
  lastname: optionalText,
  language: optionalText,
  timezone: optionalText,
  note: optionalText,
  external_id: optionalText,
  created_datetime: timestamp,
  updated_datetime: optionalTimestamp,
  custom_fields: customFieldMap,
});

function toCustomer(row: z.output<typeof customerFields>): Customer {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    firstname: row.firstname,
    lastname: row.lastname,
    language: row.language,
    timezone: row.timezone,
    note: row.note,
    externalId: row.external_id,
    createdAt: row.created_datetime,
    updatedAt: row.updated_datetime ?? row.created_datetime,
    customFields: row.custom_fields,
  };
}

/** A row of `GET /customers`; it has no channels. */
export const customerSchema = customerFields.transform(toCustomer);

const channelSchema = z
  .object({ type: z.string(), address: optionalText, preferred: optionalFlag, deleted_datetime: optionalTimestamp })
  .transform((row): Channel => ({
    type: row.type,
    address: row.address,
    preferred: row.preferred,
    deletedAt: row.deleted_datetime,
  }));

/** `GET /customers/{id}`. An empty map of integrations has also been seen as an empty list. */
export const customerDetailSchema = customerFields
  .extend({
    channels: z.array(channelSchema).nullish(),
    integrations: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()).transform(() => ({}))]).nullish(),
  })
  .transform((row): CustomerDetail => ({
    ...toCustomer(row),
    channels: row.channels ?? [],
    integrations: row.integrations ?? {},
  }));
