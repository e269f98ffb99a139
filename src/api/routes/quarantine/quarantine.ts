import { chooseAccount } from '../../accounts';
import { quarantineListSchema, quarantineRetrySchema } from '../../../../packages/sdk/contract/connectors';
import {
  accountQuerySchema,
  emptyBodySchema,
  quarantineQuerySchema,
  quarantineRetryBodySchema,
} from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

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
    const [causes, records] = await Promise.all([
      store.quarantine.causes(account),
      store.quarantine.list(account, filter),
    ]);
    return { account, causes: [...causes], records: [...records] };
  },
});

export const retryQuarantineOperation = defineOperation({
  id: 'retryQuarantine',
  method: 'post',
  path: '/v1/connectors/gorgias/quarantine/retry',
  summary: 'Make the records of one cause due again; the next sync takes them. With dryRun it only counts.',
  query: accountQuerySchema,
  body: quarantineRetryBodySchema,
  answer: quarantineRetrySchema,
  status: 200,
  async handle({ query, body }, { store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { cause, dryRun } = body;
    return { account, cause, dryRun, ...(await store.quarantine.retry(account, cause, { dryRun })) };
  },
});
