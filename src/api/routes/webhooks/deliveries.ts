import { chooseAccount } from '../../accounts';
import { deliveriesQuerySchema, deliveriesSchema, type Delivery } from '../../../../packages/sdk/contract/deliveries';
import { emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

export const deliveriesOperation = defineOperation({
  id: 'listDeliveries',
  method: 'get',
  path: '/v1/connectors/gorgias/deliveries',
  summary: 'What goes to Brevo: timeline events and campaigns, each with its state, oldest first.',
  query: deliveriesQuerySchema,
  body: emptyBodySchema,
  answer: deliveriesSchema,
  status: 200,
  async handle({ query }, { store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { ticketId, since, limit } = query;
    const found = await store.stories.deliveries(account, {
      limit,
      ...(ticketId !== undefined && { ticketId }),
      // As it was written: a `Date` would lose the microseconds of an `at`, and answer the same delivery again.
      ...(since !== undefined && { since }),
    });
    const deliveries = found.map((row) => ({
      ...row,
      state: STATES.find((state) => state === row.state) ?? 'unknown',
    }));
    return { account, deliveries };
  },
});

const STATES: readonly Delivery['state'][] = ['intended', 'sending', 'sent', 'refused', 'unknown', 'given_up'];
