import type { Channel, Customer, CustomerDetail } from '../domain/records';
import { address, anything, customFieldMap, flag, id, prose, text, timestamp } from './fields';
import { decisive, essential, expected, listOf, mapOf, object, optional, recordOf, type Row } from './reading';

const customerFields = {
  id: essential(id),
  // The person: an address that cannot be read must not look like one that was taken away.
  email: decisive(address, null),
  name: optional(text, null),
  firstname: optional(text, null),
  lastname: optional(text, null),
  language: optional(text, null),
  timezone: optional(text, null),
  note: optional(prose, null),
  external_id: optional(text, null),
  // Nothing hangs on it but one attribute and whether the person is new: without it they are not.
  created_datetime: expected(timestamp, null),
  updated_datetime: expected(timestamp, null),
  custom_fields: optional(customFieldMap, {}),
};

function toCustomer(row: Row<typeof customerFields>): Customer {
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
    updatedAt: row.updated_datetime,
    customFields: row.custom_fields,
  };
}

/** A row of `GET /customers`; it has no channels. */
export const customerReader = recordOf(customerFields, toCustomer);

const channel = object({
  type: essential(text),
  address: optional(text, null),
  preferred: optional(flag, false),
  // One that may be deleted is left out.
  deleted_datetime: decisive(timestamp, null),
});

function toChannel({ type, address, preferred, deleted_datetime: deletedAt }: ReturnType<typeof channel>): Channel {
  return { type, address, preferred, deletedAt };
}

const detailReader = recordOf(
  { ...customerFields, channels: optional(listOf(channel), []), integrations: optional(mapOf(anything), {}) },
  (row): CustomerDetail => ({
    ...toCustomer(row),
    channels: row.channels.map(toChannel),
    integrations: row.integrations,
  }),
);

/** `GET /customers/{id}`. `details`: what was noted when it could not be asked for. */
export const customerDetailReader = { ...detailReader, fields: [...detailReader.fields, 'details'] };
