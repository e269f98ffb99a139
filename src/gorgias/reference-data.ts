import { type GorgiasApi } from './api';
import { ACCOUNT_ROUTE } from './errors';
import { accountSchema, customFieldSchema, integrationSchema, tagSchema, userSchema } from './reference-schemas';
import { type GorgiasClient } from './types';

type ReferenceCalls = Pick<
  GorgiasClient,
  'getAccount' | 'listCustomFields' | 'listTags' | 'listUsers' | 'listIntegrations'
>;

/** What changes seldom and is read whole: the account and the names behind ids. */
export function createReferenceCalls(api: GorgiasApi): ReferenceCalls {
  return {
    getAccount: () => api.one(accountSchema, { method: 'GET', path: ACCOUNT_ROUTE, route: ACCOUNT_ROUTE }),
    listCustomFields: (page) => api.page(customFieldSchema, '/custom-fields', page, { object_type: page.objectType }),
    listTags: (page) => api.page(tagSchema, '/tags', page),
    listUsers: (page) => api.page(userSchema, '/users', page),
    listIntegrations: (page) => api.page(integrationSchema, '/integrations', page),
  };
}
