import { chooseAccount } from '../../accounts';
import { keysRotatedSchema, rotateKeyBodySchema } from '../../../../packages/sdk/contract/account';
import { accountQuerySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

export const rotateKeyOperation = defineOperation({
  id: 'rotateKey',
  method: 'post',
  path: '/v1/connectors/gorgias/rotate-key',
  summary: 'Replace keys while runs go on. Calls no vendor: test the connection afterwards.',
  query: accountQuerySchema,
  body: rotateKeyBodySchema,
  answer: keysRotatedSchema,
  status: 200,
  async handle({ query, body }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { email, apiKey, brevoApiKey } = body;
    await connector.rotateKey(account, {
      ...(email === undefined ? {} : { email }),
      ...(apiKey === undefined ? {} : { gorgiasApiKey: apiKey }),
      ...(brevoApiKey === undefined ? {} : { brevoApiKey }),
    });
    const fields = ['email', 'apiKey', 'brevoApiKey'] as const;
    return { account, replaced: fields.filter((field) => body[field] !== undefined) };
  },
});
