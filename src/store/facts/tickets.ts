import type { Ticket } from '../../domain/records';
import { TOUCHED_BY_OWNERS } from './marks';
import { pageUpsert } from './page-upsert';
import { type PageWriter, storePage } from './store-page';
import { customerName, ticketName } from '../privacy/hashes';
import type { Facts } from '../types';

/** Open, or snoozed: Gorgias shows that as closed with a time to come. A function: it stands before the statement that it is part of. */
function isOpen(row: string): string {
  return `${row}status <> 'closed' or ${row}snoozed_until > clock_timestamp()`;
}

const STORE_TICKETS = pageUpsert({
  table: 'tickets',
  columns: {
    customer_id: 'bigint',
    status: 'text',
    channel: 'text',
    via: 'text',
    subject: 'text',
    assignee_user_id: 'bigint',
    assignee_name: 'text',
    tags: 'text[]',
    spam: 'boolean',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
    closed_at: 'timestamptz',
    snoozed_until: 'timestamptz',
    trashed_at: 'timestamptz',
  },
  open: { updated_at: 'coalesce(i.updated_at, b.updated_at, i.created_at)' },
  newest: 'i.updated_at >= b.updated_at',
  derived: {
    open_since: {
      first: `case when ${isOpen('judged.')} then created_at end`,
      next: `case when ${isOpen('excluded.')} then coalesce(tickets.open_since, excluded.updated_at) end`,
    },
  },
  tombstones: true,
  seen: true,
  touched: `owners(id) as (
    select b.customer_id from before b join judged j on j.id = b.id where j.changed
    union all select customer_id from written
  ), ${TOUCHED_BY_OWNERS}`,
});

export function createTicketFacts(writer: PageWriter): Pick<Facts, 'storeTickets'> {
  return {
    storeTickets: (account, rows, position) =>
      storePage({
        ...writer,
        namesOf,
        table: 'tickets',
        account,
        sql: STORE_TICKETS,
        rows: rows.map(columns),
        position,
      }),
  };
}

function namesOf({ id, customer_id }: ReturnType<typeof columns>): readonly string[] {
  return [ticketName(id), ...(customer_id === null ? [] : [customerName(customer_id)])];
}

function columns(ticket: Ticket) {
  const { id, status, channel, via, subject, tags, spam } = ticket;
  return {
    id,
    status,
    channel,
    via,
    subject,
    tags,
    spam,
    customer_id: ticket.customerId,
    assignee_user_id: ticket.assigneeUserId,
    assignee_name: ticket.assigneeName,
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    closed_at: ticket.closedAt,
    snoozed_until: ticket.snoozedUntil,
    trashed_at: ticket.trashedAt,
  };
}
