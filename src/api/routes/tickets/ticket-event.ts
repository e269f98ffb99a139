import { ticketWorkflowId } from '../../../workflows/messages';
import { chooseAccount } from '../../accounts';
import { accountQuerySchema } from '../../../../packages/sdk/contract/requests';
import { eventAcceptedSchema, eventBodySchema } from '../../../../packages/sdk/contract/webhooks';
import { defineOperation } from '../../operation';

/** The road of a webhook, for programs that hear of a ticket by themselves. */
export const ticketEventOperation = defineOperation({
  id: 'handleEvent',
  method: 'post',
  path: '/v1/connectors/gorgias/events',
  summary:
    'Have a ticket looked at again. Answers when Temporal has accepted it; late, twice or out of order does no harm.',
  query: accountQuerySchema,
  body: eventBodySchema,
  answer: eventAcceptedSchema,
  status: 202,
  async handle({ query, body }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { ticketId } = body.payload;
    await connector.ticketEvent(account, ticketId, { source: 'sdk', trigger: body.type });
    return { account, ticketId, workflowId: ticketWorkflowId(account, ticketId) };
  },
});
