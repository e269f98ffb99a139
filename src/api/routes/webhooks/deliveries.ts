import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import { DELIVERY_STATES, listDeliveries } from '../../../../packages/sdk/contract/deliveries';
import { implement } from '../../operation';
import { readTimestamp, timestampOf } from '../../../domain/timestamp';

export const deliveryOperations = {
  listDeliveries: implement(listDeliveries, async ({ query }, { store, campaignNames, eventNames }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { ticketId, kind, state, name, since, limit } = query;
    const found = await store.stories.deliveries(account, {
      limit,
      ...(ticketId !== undefined && { ticketId }),
      kind,
      state,
      name,
      // A `Date` alone would lose the microseconds of an `at`, and answer the same delivery again.
      ...(since !== undefined && { since: readTimestamp(since) ?? timestampOf(new Date(since)) }),
    });
    const deliveries = found.map((row) => ({
      ...row,
      state: DELIVERY_STATES.find((known) => known === row.state) ?? 'unknown',
    }));
    // One that was taken out of the file is still known by what was sent under it.
    if (name !== undefined && deliveries.length === 0)
      requireKnown(name, [...eventNames(account), ...campaignNames(account)], {
        field: 'name',
        thing: 'event or campaign',
      });
    return { account, deliveries };
  }),
};
