import { chooseAccount } from '../accounts';
import { quarantineListSchema } from '../contract/connectors';
import { emptyBodySchema, quarantineQuerySchema } from '../contract/requests';
import { defineOperation } from '../operation';

export const quarantineOperation = defineOperation({
  id: 'listQuarantine',
  method: 'get',
  path: '/v1/connectors/gorgias/quarantine',
  summary: 'Records that were put aside and values that were dropped, each with its reason.',
  query: quarantineQuerySchema,
  body: emptyBodySchema,
  answer: quarantineListSchema,
  status: 200,
  async handle({ query }, { store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const filter = { limit: query.limit, ...(query.cause === undefined ? {} : { cause: query.cause }) };
    return { account, records: [...(await store.quarantine.list(account, filter))] };
  },
});
