import { type GorgiasApi, idSegment } from './api';
import { customerDetailSchema, customerSchema } from './customer-schema';
import { customFieldRows } from './fields';
import { type CustomerWrite, type GorgiasClient } from './types';

type CustomerCalls = Pick<
  GorgiasClient,
  'listCustomers' | 'getCustomer' | 'createCustomer' | 'updateCustomer' | 'getCustomerCustomFields'
>;

export function createCustomerCalls(api: GorgiasApi): CustomerCalls {
  return {
    listCustomers: (page) =>
      api.page(customerSchema, '/customers', { ...page, query: { order_by: page.orderBy, email: page.email } }),
    // Without the relationship, custom_fields comes back empty even for a customer with values.
    getCustomer: async (id) =>
      api.one(customerDetailSchema, { method: 'GET', ...customer(id), query: { relationships: 'custom_fields' } }),
    createCustomer: (write) =>
      api.one(customerDetailSchema, { method: 'POST', path: '/customers', route: '/customers', body: toWire(write) }),
    updateCustomer: async (id, write) =>
      api.one(customerDetailSchema, { method: 'PUT', ...customer(id), body: toWire(write) }),
    getCustomerCustomFields: async (id) => {
      const { path, route } = customer(id);
      return api.one(customFieldRows, {
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
