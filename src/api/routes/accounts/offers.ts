import { makeLists, readOffers } from '../../../../packages/sdk/contract/offers';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';

/** What whoever writes settings chooses from. */
export const offersOperations = {
  readOffers: implement(readOffers, async ({ query }, { connector, store }) => {
    const { account, domain } = await chooseAccount(store.accounts, query.account);
    return { account, domain, ...(await connector.readOffers(account)) };
  }),

  makeLists: implement(makeLists, async ({ query, body }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    return { account, lists: await connector.makeLists(account, body.names) };
  }),
};
