import { listQuarantine, retryQuarantine } from '../../../../packages/sdk/contract/quarantine';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';

export const quarantineOperations = {
  listQuarantine: implement(listQuarantine, async ({ query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const filter = { limit: query.limit, ...(query.cause === undefined ? {} : { cause: query.cause }) };
    const [causes, records] = await Promise.all([
      store.quarantine.causes(account),
      store.quarantine.list(account, filter),
    ]);
    return { account, causes, records };
  }),

  retryQuarantine: implement(retryQuarantine, async ({ query, body }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { cause, dryRun } = body;
    return { account, cause, dryRun, ...(await store.quarantine.retry(account, cause, { dryRun })) };
  }),
};
