import type { Message } from '../../domain/records';
import { TOUCHED_BY_OWNERS } from './marks';
import { pageUpsert } from './page-upsert';
import { type PageWriter, storePage } from './store-page';
import { customerName, ticketName } from '../privacy/hashes';
import type { Facts } from '../types';

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

export function createMessageFacts(writer: PageWriter): Pick<Facts, 'storeMessages'> {
  return {
    storeMessages: (account, rows, position) =>
      storePage({
        ...writer,
        namesOf,
        table: 'messages',
        account,
        sql: STORE_MESSAGES,
        rows: rows.map(columns),
        position,
      }),
  };
}

function namesOf({ ticket_id, from_agent, sender_id }: ReturnType<typeof columns>): readonly string[] {
  return [ticketName(ticket_id), ...(from_agent || sender_id === null ? [] : [customerName(sender_id)])];
}

function columns(message: Message & { readonly automated: boolean }) {
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
