import { TypedSearchAttributes } from '@temporalio/common';
import { ACCOUNT_ATTRIBUTE, TICKET_ID_ATTRIBUTE } from '../workflows/messages';

/** Search attributes are never encrypted: account, ids and states only, never an e-mail (spec 10). */
export const SEARCH_ATTRIBUTES = {
  GorgiasAccount: 'Keyword',
  GorgiasTicketId: 'Keyword',
  TicketStatus: 'Keyword',
  Outcome: 'Keyword',
} as const;

export function accountAttributes(account: string): TypedSearchAttributes {
  return new TypedSearchAttributes([{ key: ACCOUNT_ATTRIBUTE, value: account }]);
}

export function ticketAttributes(account: string, ticketId: number): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: ACCOUNT_ATTRIBUTE, value: account },
    { key: TICKET_ID_ATTRIBUTE, value: String(ticketId) },
  ]);
}
