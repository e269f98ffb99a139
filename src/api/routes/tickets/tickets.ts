import { ticketWorkflowId } from '../../../workflows/messages';
import { explain, handleEvent } from '../../../../packages/sdk/contract/tickets';
import { TOLD_EVENT_TYPES } from '../../../domain/subscription/subscriber-events';
import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import { implement } from '../../operation';
import { explainPerson, explainTicket } from '../../story/explain';

export const ticketOperations = {
  /** The road of a webhook, for programs that hear of a ticket by themselves. */
  handleEvent: implement(handleEvent, async ({ query, body }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { ticketId } = body.payload;
    requireKnown(body.type, TOLD_EVENT_TYPES, { field: 'type', thing: 'event' });
    await connector.ticketEvent(account, ticketId, { source: 'sdk', trigger: body.type });
    return { account, ticketId, workflowId: ticketWorkflowId(account, ticketId) };
  }),

  explain: implement(explain, async ({ query, body }, { store, uiUrl, namespace, excludeOf, csatOf, settingsFile }) => {
    const row = await chooseAccount(store.accounts, query.account);
    const { ticketId, email } = body;
    const sources = {
      store,
      uiUrl,
      namespace,
      exclude: excludeOf(row.account),
      csat: csatOf(row.account),
      settingsFile,
    };
    return ticketId === undefined ? explainPerson(sources, row, email ?? '') : explainTicket(sources, row, ticketId);
  }),
};
