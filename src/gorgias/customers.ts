import { type GorgiasApi, idSegment } from './api';
import { customerDetailReader, customerReader } from './customer-reader';
import { customFieldRows } from './custom-field-rows';
import { type CustomerWrite, type GorgiasClient } from './types';

type CustomerCalls = Pick<
  GorgiasClient,
  'listCustomers' | 'getCustomer' | 'createCustomer' | 'updateCustomer' | 'getCustomerCustomFields'
>;

const row = { kind: 'customer', reader: customerReader } as const;
const detail = { kind: 'customer', reader: customerDetailReader } as const;
/** What was written by us comes back: nothing to keep. */
const written = { kind: null, reader: customerDetailReader } as const;
const values = { kind: null, reader: customFieldRows } as const;

export function createCustomerCalls(api: GorgiasApi): CustomerCalls {
  return {
    listCustomers: (page) => {
      const { orderBy, email, channelEmail } = page;
      const channel = channelEmail === undefined ? {} : { channel_type: 'email', channel_address: channelEmail };
      return api.page(row, '/customers', { ...page, query: { order_by: orderBy, email, ...channel } });
    },
    // Without the relationship, custom_fields comes back empty even for a customer with values.
    getCustomer: async (id) =>
      api.one(detail, { method: 'GET', ...customer(id), query: { relationships: 'custom_fields' } }),
    createCustomer: (write) =>
      api.one(written, { method: 'POST', path: '/customers', route: '/customers', body: toWire(write) }),
    updateCustomer: async (id, write) => api.one(written, { method: 'PUT', ...customer(id), body: toWire(write) }),
    getCustomerCustomFields: async (id) => {
      const { path, route } = customer(id);
      return api.one(values, {
        method: 'GET',
        path: `${path}/custom-fields`,
        route: `${route}/custom-fields`,
      });
    },
  };
}

function customer(id: number): { path: string; route: string } {
  return { path: `/customers/${idSegment(id)}`, route: '/customers/{id}' };
}

/** No `channels`: sending them would replace all channels of the customer. */
function toWire({ email, name, externalId, note }: CustomerWrite): Record<string, string | undefined> {
  return { email, name, external_id: externalId, note };
}
