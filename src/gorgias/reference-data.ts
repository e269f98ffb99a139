import { type GorgiasApi, idSegment } from './api';
import { ACCOUNT_ROUTE } from './errors';
import { accountReader, customFieldReader, integrationReader, tagReader, userReader } from './reference-readers';
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
  | 'deleteIntegration'
>;

const account = { kind: null, reader: accountReader } as const;
const customField = { kind: 'custom_field', reader: customFieldReader } as const;
const tag = { kind: 'tag', reader: tagReader } as const;
const user = { kind: 'user', reader: userReader } as const;
const integration = { kind: null, reader: integrationReader } as const;

/** What changes seldom and is read whole: the account and the names behind ids. */
export function createReferenceCalls(api: GorgiasApi): ReferenceCalls {
  return {
    getAccount: () => api.one(account, { method: 'GET', path: ACCOUNT_ROUTE, route: ACCOUNT_ROUTE }),
    listCustomFields: (page) =>
      api.page(customField, '/custom-fields', { ...page, query: { object_type: page.objectType } }),
    listTags: (page) => api.page(tag, '/tags', page),
    listUsers: (page) => api.page(user, '/users', page),
    listIntegrations: (page) => api.page(integration, '/integrations', page),
    createIntegration: (write) =>
      api.one(integration, {
        method: 'POST',
        path: '/integrations',
        route: '/integrations',
        body: toWire(write),
      }),
    updateIntegration: async (id, write) =>
      api.one(integration, {
        method: 'PUT',
        path: `/integrations/${idSegment(id)}`,
        route: '/integrations/{id}',
        body: { ...toWire(write), deactivated_datetime: null },
      }),
    deleteIntegration: async (id) =>
      api.done({ method: 'DELETE', path: `/integrations/${idSegment(id)}`, route: '/integrations/{id}' }),
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
