import { ALL_CAUSES, needsPerson } from '../../../domain/errors/quarantine-causes';
import { listQuarantine, retryQuarantine } from '../../../../packages/sdk/contract/quarantine';
import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import { implement } from '../../operation';

export const quarantineOperations = {
  listQuarantine: implement(listQuarantine, async ({ query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    if (query.cause !== undefined) requireCause(query.cause);
    const filter = { limit: query.limit, ...(query.cause === undefined ? {} : { cause: query.cause }) };
    const [causes, records] = await Promise.all([
      store.quarantine.causes(account),
      store.quarantine.list(account, filter),
    ]);
    // What a person can mend comes first, however much there is of the rest.
    return { account, causes: causes.toSorted((a, b) => rank(a.cause) - rank(b.cause)), records };
  }),

  retryQuarantine: implement(retryQuarantine, async ({ query, body }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { cause, dryRun } = body;
    requireCause(cause);
    return { account, cause, dryRun, ...(await store.quarantine.retry(account, cause, { dryRun })) };
  }),
};

function rank(cause: string): number {
  return needsPerson(cause) ? 0 : 1;
}

function requireCause(cause: string): void {
  requireKnown(cause, ALL_CAUSES, { field: 'cause', thing: 'cause' });
}
