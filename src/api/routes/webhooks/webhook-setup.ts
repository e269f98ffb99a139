import { SECRET_HEADER } from '../../../webhooks/secret';
import { NO_TRIGGER_FOR, WEBHOOK_TEMPLATES, webhookAddress, webhookPath } from '../../../webhooks/template';
import { chooseAccount } from '../../accounts';
import { readWebhookGuide, removeWebhooks, setUpWebhooks } from '../../../../packages/sdk/contract/webhooks';
import { ConnectorError } from '../../../domain/errors/connector-error';
import { isPrivateHost } from '../../../domain/private-host';
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
    const { account, sandbox } = await chooseAccount(store.accounts, query.account);
    if (!sandbox && isPrivateHost(new URL(body.url).hostname)) throw unreachable();
    const address = webhookAddress(body.url, account);
    return { account, ...(await connector.setUpWebhooks(account, address, { move: body.move === true })) };
  }),

  removeWebhooks: implement(removeWebhooks, async ({ query, body }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { url, everywhere = false, dryRun = false } = body;
    const what = { ...(url !== undefined && { address: url }), everywhere, dryRun };
    return { account, ...(await connector.removeWebhooks(account, what)) };
  }),
};

function unreachable(): ConnectorError {
  const sentence = 'Gorgias cannot reach this address from outside: give the public https address of the connector.';
  return new ConnectorError('input.invalid', sentence, { details: { field: 'url' } });
}
