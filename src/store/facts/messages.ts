import type { Message } from '../../domain/records';
import { TOUCHED_BY_OWNERS } from './marks';
import { pageUpsert } from './page-upsert';
import type { Statistics } from './statistics';
import { type FactRow, storePage } from './store-page';
import type { Facts } from '../types';
import type { Db } from '../database/connection';

const STORE_MESSAGES = pageUpsert({
  table: 'messages',
  columns: { ticket_id: 'bigint', from_agent: 'boolean', automated: 'boolean', sender_id: 'bigint', at: 'timestamptz' },
  newest: 'true',
  tombstones: false,
  seen: false,
  touched: `owners(id) as (
    select t.customer_id from (
      select b.ticket_id from before b join judged j on j.id = b.id where j.changed
      union select ticket_id from written
    ) m cross join lateral (select customer_id from tickets where account = $1 and id = m.ticket_id offset 0) t
  ), ${TOUCHED_BY_OWNERS}`,
});

export function createMessageFacts(db: Db, statistics: Statistics): Pick<Facts, 'storeMessages'> {
  return {
    storeMessages: (account, rows, position) =>
      storePage({ db, statistics, table: 'messages', account, sql: STORE_MESSAGES, rows: rows.map(columns), position }),
  };
}

function columns(message: Message & { readonly automated: boolean }): FactRow {
  const { id, automated } = message;
  return {
    id,
    automated,
    ticket_id: message.ticketId,
    from_agent: message.fromAgent,
    sender_id: message.senderId,
    at: message.createdAt,
  };
}
