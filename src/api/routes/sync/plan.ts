import { chooseAccount } from '../../accounts';
import { planSchema } from '../../../../packages/sdk/contract/connectors';
import { accountQuerySchema, emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

export const planOperation = defineOperation({
  id: 'planSync',
  method: 'post',
  path: '/v1/connectors/gorgias/plan',
  summary: 'What a full sync would cost: requests, minutes, contacts to write. Writes nothing.',
  query: accountQuerySchema,
  body: emptyBodySchema,
  answer: planSchema,
  status: 200,
  async handle({ query }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const plan = await connector.plan(account);
    return { ...plan, resources: [...plan.resources] };
  },
});
