import type { Customer } from '../../domain/records';
import { emailKey } from '../../domain/email';
import { pageUpsert } from './page-upsert';
import { type PageWriter, storePage } from './store-page';
import { addressNames, customerName } from '../privacy/hashes';
import type { Facts } from '../types';

// Besides the old and the new address: that of the customer whom the row was merged into until now.
const TOUCHED = `touched as (
  select b.email_key from before b join judged j on j.id = b.id, page where j.changed or page.mark_all
  union select email_key from written
  union select s.email_key from before b join judged j on j.id = b.id and j.changed
    cross join lateral (select email_key from customers where account = $1 and id = b.merged_into offset 0) s
)`;

// Whose address was taken away is not to be known by one that was read among the channels before: those are read anew.
const WITHDRAWN = 'customers.email_lower is not null and excluded.email_lower is null';

const STORE_CUSTOMERS = pageUpsert({
  table: 'customers',
  columns: {
    email: 'text',
    email_lower: 'text',
    name: 'text',
    firstname: 'text',
    lastname: 'text',
    language: 'text',
    timezone: 'text',
    note: 'text',
    external_id: 'text',
    custom_fields: 'jsonb',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  open: {
    created_at: 'coalesce(i.created_at, b.created_at)',
    updated_at: 'coalesce(i.updated_at, b.updated_at, i.created_at, now())',
  },
  // Custom fields are written without moving `updated_at` (spec 5a): of two rows with one date the one that was read later is newer.
  newest: `i.updated_at > b.updated_at
    or i.updated_at = b.updated_at and page.read_at >= coalesce(b.detail_read_at, '-infinity')`,
  // An address that is gone does not live on as that of a channel: the details are read again.
  derived: {
    channel_email: { first: 'null', next: `case when ${WITHDRAWN} then null else customers.channel_email end` },
    detail_read_at: {
      first: 'null::timestamptz',
      next: `case when ${WITHDRAWN} then null else customers.detail_read_at end`,
    },
  },
  tombstones: true,
  seen: true,
  touched: TOUCHED,
});

export function createCustomerFacts(writer: PageWriter): Pick<Facts, 'storeCustomers'> {
  return {
    storeCustomers: (account, rows, { position, markAll, readAt }) =>
      storePage({
        ...writer,
        namesOf,
        table: 'customers',
        account,
        sql: STORE_CUSTOMERS,
        rows: rows.map(columns),
        position,
        markAll,
        readAt,
      }),
  };
}

function namesOf({ id, email }: ReturnType<typeof columns>): readonly string[] {
  return [customerName(id), ...addressNames(email)];
}

function columns(customer: Customer) {
  const { externalId, customFields, createdAt, updatedAt, ...same } = customer;
  return {
    ...same,
    email_lower: emailKey(customer.email),
    external_id: externalId,
    custom_fields: customFields,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
