import { SECRET_HEADER } from '../../../webhooks/secret';
import { NO_TRIGGER_FOR, WEBHOOK_TEMPLATES, webhookAddress, webhookPath } from '../../../webhooks/template';
import { chooseAccount } from '../../accounts';
import { readWebhookGuide, setUpWebhooks } from '../../../../packages/sdk/contract/webhooks';
import { implement } from '../../operation';

export const webhookOperations = {
  readWebhookGuide: implement(readWebhookGuide, async ({ query }, { store, webhookSecrets }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    return {
      account,
      path: webhookPath(account),
      header: SECRET_HEADER,
      secretConfigured: webhookSecrets > 0,
      note: NO_TRIGGER_FOR,
      integrations: WEBHOOK_TEMPLATES,
    };
  }),

  setUpWebhooks: implement(setUpWebhooks, async ({ query, body }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    return { account, ...(await connector.setUpWebhooks(account, webhookAddress(body.url, account))) };
  }),
};
