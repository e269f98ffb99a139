import { type GorgiasApi, idSegment } from './api';
import { ACCOUNT_ROUTE } from './errors';
import { accountSchema, customFieldSchema, integrationSchema, tagSchema, userSchema } from './reference-schemas';
import { type GorgiasClient, type HttpIntegrationWrite } from './types';

type ReferenceCalls = Pick<
  GorgiasClient,
  | 'getAccount'
  | 'listCustomFields'
  | 'listTags'
  | 'listUsers'
  | 'listIntegrations'
  | 'createIntegration'
  | 'updateIntegration'
>;

/** What changes seldom and is read whole: the account and the names behind ids. */
export function createReferenceCalls(api: GorgiasApi): ReferenceCalls {
  return {
    getAccount: () => api.one(accountSchema, { method: 'GET', path: ACCOUNT_ROUTE, route: ACCOUNT_ROUTE }),
    listCustomFields: (page) =>
      api.page(customFieldSchema, '/custom-fields', { ...page, query: { object_type: page.objectType } }),
    listTags: (page) => api.page(tagSchema, '/tags', page),
    listUsers: (page) => api.page(userSchema, '/users', page),
    listIntegrations: (page) => api.page(integrationSchema, '/integrations', page),
    createIntegration: (write) =>
      api.one(integrationSchema, {
        method: 'POST',
        path: '/integrations',
        route: '/integrations',
        body: toWire(write),
      }),
    updateIntegration: async (id, write) =>
      api.one(integrationSchema, {
        method: 'PUT',
        path: `/integrations/${idSegment(id)}`,
        route: '/integrations/{id}',
        body: { ...toWire(write), deactivated_datetime: null },
      }),
  };
}

function toWire({ name, url, form, headers, triggers }: HttpIntegrationWrite): object {
  const type = 'application/json';
  return {
    name,
    type: 'http',
    http: { url, method: 'POST', request_content_type: type, response_content_type: type, form, headers, triggers },
  };
}
