import { chooseAccount } from '../../accounts';
import { type Delivery, listDeliveries } from '../../../../packages/sdk/contract/deliveries';
import { implement } from '../../operation';
import { readTimestamp, timestampOf } from '../../../domain/timestamp';

export const deliveryOperations = {
  listDeliveries: implement(listDeliveries, async ({ query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { ticketId, since, limit } = query;
    const found = await store.stories.deliveries(account, {
      limit,
      ...(ticketId !== undefined && { ticketId }),
      // A `Date` alone would lose the microseconds of an `at`, and answer the same delivery again.
      ...(since !== undefined && { since: readTimestamp(since) ?? timestampOf(new Date(since)) }),
    });
    const deliveries = found.map((row) => ({
      ...row,
      state: STATES.find((state) => state === row.state) ?? 'unknown',
    }));
    return { account, deliveries };
  }),
};

const STATES: readonly Delivery['state'][] = ['intended', 'sending', 'sent', 'refused', 'unknown', 'given_up'];
