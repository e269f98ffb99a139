import { type GorgiasApi, idSegment } from './api';
import { ticketDetailReader, ticketReader } from './ticket-reader';
import { type GorgiasClient } from './types';

const row = { kind: 'ticket', reader: ticketReader } as const;
const detail = { kind: 'ticket', reader: ticketDetailReader } as const;

/** Trashed and spam tickets are in the list (`trashed` defaults to true) and are told apart by their fields. */
export function createTicketCalls(api: GorgiasApi): Pick<GorgiasClient, 'listTickets' | 'getTicket'> {
  return {
    listTickets: (page) =>
      api.page(row, '/tickets', {
        ...page,
        query: { order_by: page.orderBy, customer_id: page.customerId, ticket_ids: page.ticketIds },
      }),
    getTicket: async (id) =>
      api.one(detail, { method: 'GET', path: `/tickets/${idSegment(id)}`, route: '/tickets/{id}' }),
  };
}
