import { setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { TicketStatus } from '../../activities/tickets/types';
import {
  ACCOUNT_ATTRIBUTE,
  OUTCOME_ATTRIBUTE,
  stateQuery,
  TICKET_ID_ATTRIBUTE,
  TICKET_STATUS_ATTRIBUTE,
  type TicketInput,
  type TicketView,
} from '../messages';
import { LONG_HISTORY } from '../retry-waits';

/** What people see of the ticket: the details panel, the answer to `state`, the search attributes. */
export interface LiveView {
  update(change: Partial<TicketView>): void;
  show(status: TicketStatus): void;
  readonly historyIsLong: () => boolean;
}

export function openView({ account, ticketId }: TicketInput): LiveView {
  let view: TicketView = {
    account,
    ticketId,
    status: 'unknown',
    outcome: null,
    sentence: 'not read yet',
    waitingUntil: null,
    hints: 0,
  };
  const update = (change: Partial<TicketView>): void => {
    const { sentence } = view;
    view = { ...view, ...change };
    if (view.sentence !== sentence) setCurrentDetails(view.sentence);
  };
  setHandler(stateQuery, () => view);
  label({ account, ticketId });
  return {
    update,
    show({ phase, outcome, sentence, until }) {
      if (phase !== view.status) upsertSearchAttributes([{ key: TICKET_STATUS_ATTRIBUTE, value: phase }]);
      if (outcome !== view.outcome) upsertSearchAttributes([{ key: OUTCOME_ATTRIBUTE, value: outcome }]);
      update({ status: phase, outcome, sentence, waitingUntil: until });
    },
    historyIsLong: () => workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONG_HISTORY,
  };
}

/** A run that was started by hand is found by its account and ticket too. */
function label({ account, ticketId }: TicketInput): void {
  if (workflowInfo().typedSearchAttributes.get(ACCOUNT_ATTRIBUTE) !== undefined) return;
  upsertSearchAttributes([
    { key: ACCOUNT_ATTRIBUTE, value: account },
    { key: TICKET_ID_ATTRIBUTE, value: String(ticketId) },
  ]);
}
