import { wireTime } from '../../time';
import { type CustomerRecord, type FieldValue } from '../../world/records';
import { SHOP_INTEGRATION_ID } from '../../world/staff';

type Json = Readonly<Record<string, unknown>>;

/** The map form of custom-field values, as list rows carry it. */
function fieldMap(fields: Readonly<Record<string, FieldValue>>): Json {
  return Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { id: Number(id), value }]));
}

/** `meta` was seen filled, null and empty. */
function metaOf(id: number): Json | null {
  if (id % 7 === 0) return null;
  return id % 7 === 1 ? {} : { name_set_via: id % 2 === 0 ? 'agent' : 'email' };
}

export function customerRow(customer: CustomerRecord): Json {
  return {
    id: customer.id,
    external_id: customer.externalId,
    active: true,
    email: customer.email,
    name: customer.name,
    firstname: customer.firstname,
    lastname: customer.lastname,
    language: customer.language,
    timezone: customer.timezone,
    created_datetime: wireTime(customer.createdUs),
    updated_datetime: wireTime(customer.updatedUs),
    meta: metaOf(customer.id),
    data: null,
    note: customer.note,
    custom_fields: fieldMap(customer.fields),
  };
}

/** `custom_fields` is empty unless the relationship is asked for (gorgias-api.md 3.2). */
export function customerDetail(customer: CustomerRecord, withFields: boolean): Json {
  return {
    ...customerRow(customer),
    custom_fields: withFields ? fieldMap(customer.fields) : {},
    channels: channelsOf(customer),
    integrations: shopOf(customer),
    external_data: {},
    ecommerce_data: {},
    customer: null,
  };
}

/** The short form inside tickets and messages. */
export function customerShort(customer: CustomerRecord): Json {
  const { id, email, name, firstname, lastname } = customer;
  return { id, email, name, firstname, lastname, meta: metaOf(id) };
}

export function channelsOf(customer: CustomerRecord): readonly Json[] {
  const mail = { type: 'email', address: customer.email, preferred: true, deletedUs: null };
  const channels = customer.email === null ? customer.channels : [mail, ...customer.channels];
  return channels.map(({ type, address, preferred, deletedUs }, index) => ({
    id: customer.id * 4 + index,
    type,
    address,
    preferred,
    created_datetime: wireTime(customer.createdUs),
    updated_datetime: wireTime(customer.createdUs),
    deleted_datetime: wireTime(deletedUs === null ? null : customer.createdUs),
    user: null,
    customer: { id: customer.id, name: customer.name },
  }));
}

function shopOf({ id, email, shop }: CustomerRecord): Json {
  if (shop === null) return {};
  const customer = {
    id: 7_000_000_000 + id,
    email,
    orders_count: shop.ordersCount,
    total_spent: shop.totalSpent,
    tags: shop.tags,
    currency: 'EUR',
    state: 'enabled',
  };
  const orders = Array.from({ length: Math.min(3, shop.ordersCount) }, (_, index) => ({
    id: 5_000_000_000 + id * 4 + index,
    name: `#${(id % 9_000) + index}`,
    financial_status: 'paid',
  }));
  return { [SHOP_INTEGRATION_ID]: { __integration_type__: 'shopify', customer, orders } };
}
