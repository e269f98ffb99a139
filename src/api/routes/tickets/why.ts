import { chooseAccount } from '../../accounts';
import { accountQuerySchema } from '../../../../packages/sdk/contract/requests';
import { whyBodySchema, whySchema } from '../../../../packages/sdk/contract/why';
import { defineOperation } from '../../operation';
import { explainPerson, explainTicket } from '../../story/explain';

export const whyOperation = defineOperation({
  id: 'explain',
  method: 'post',
  path: '/v1/connectors/gorgias/why',
  summary: 'Why a ticket or a person stands as it does: what was heard, read, decided, sent and is waited for.',
  query: accountQuerySchema,
  body: whyBodySchema,
  answer: whySchema,
  status: 200,
  async handle({ query, body }, { store, uiUrl }) {
    const row = await chooseAccount(store.accounts, query.account);
    const { ticketId, email } = body;
    return ticketId === undefined
      ? explainPerson({ store, uiUrl }, row, email ?? '')
      : explainTicket({ store, uiUrl }, row, ticketId);
  },
});
