import { SECRET_HEADER } from '../../../webhooks/secret';
import { NO_TRIGGER_FOR, WEBHOOK_TEMPLATES, webhookAddress, webhookPath } from '../../../webhooks/template';
import { chooseAccount } from '../../accounts';
import { accountQuerySchema, emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import {
  webhookGuideSchema,
  webhookSetupBodySchema,
  webhookSetupSchema,
} from '../../../../packages/sdk/contract/webhooks';
import { defineOperation } from '../../operation';

export const webhookGuideOperation = defineOperation({
  id: 'readWebhookGuide',
  method: 'get',
  path: '/v1/connectors/gorgias/webhooks',
  summary: 'What to enter in Gorgias so that it sends webhooks: path, header, triggers, templates. Tells no secret.',
  query: accountQuerySchema,
  body: emptyBodySchema,
  answer: webhookGuideSchema,
  status: 200,
  async handle({ query }, { store, webhookSecrets }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    return {
      account,
      path: webhookPath(account),
      header: SECRET_HEADER,
      secretConfigured: webhookSecrets > 0,
      note: NO_TRIGGER_FOR,
      integrations: WEBHOOK_TEMPLATES.map(({ form, ...template }) => ({ ...template, form: { ...form } })),
    };
  },
});

export const webhookSetupOperation = defineOperation({
  id: 'setUpWebhooks',
  method: 'post',
  path: '/v1/connectors/gorgias/webhooks/setup',
  summary: 'Make these HTTP integrations in Gorgias, or bring those that are there up to date.',
  query: accountQuerySchema,
  body: webhookSetupBodySchema,
  answer: webhookSetupSchema,
  status: 200,
  async handle({ query, body }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { address, integrations } = await connector.setUpWebhooks(account, webhookAddress(body.url, account));
    return { account, address, integrations: [...integrations] };
  },
});
