import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';

/** Search attributes are never encrypted: account, ids and states only, never an e-mail (spec 10). */
export const SEARCH_ATTRIBUTES = {
  GorgiasAccount: 'Keyword',
  GorgiasTicketId: 'Keyword',
  TicketStatus: 'Keyword',
  Outcome: 'Keyword',
} as const;

const accountKey = defineSearchAttributeKey('GorgiasAccount', SearchAttributeType.KEYWORD);

export function accountAttributes(account: string): TypedSearchAttributes {
  return new TypedSearchAttributes([{ key: accountKey, value: account }]);
}
