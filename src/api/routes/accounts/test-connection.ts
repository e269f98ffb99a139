import { chooseAccount } from '../../accounts';
import { connectionTestSchema } from '../../../../packages/sdk/contract/connectors';
import { accountQuerySchema, emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

export const testConnectionOperation = defineOperation({
  id: 'testConnection',
  method: 'post',
  path: '/v1/connectors/gorgias/test',
  summary: 'Try what the connector needs of Gorgias and of Brevo. Answers 200 also when a check fails.',
  query: accountQuerySchema,
  body: emptyBodySchema,
  answer: connectionTestSchema,
  status: 200,
  async handle({ query }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const checks = await connector.testConnection(account);
    return { account, ok: checks.every((check) => check.ok), checks: [...checks] };
  },
});
