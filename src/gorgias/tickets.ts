import { type GorgiasApi, idSegment } from './api';
import { ticketDetailSchema, ticketSchema } from './ticket-schema';
import { type GorgiasClient } from './types';

/** Trashed and spam tickets are in the list (`trashed` defaults to true) and are told apart by their fields. */
export function createTicketCalls(api: GorgiasApi): Pick<GorgiasClient, 'listTickets' | 'getTicket'> {
  return {
    listTickets: (page) =>
      api.page(ticketSchema, '/tickets', {
        ...page,
        query: { order_by: page.orderBy, customer_id: page.customerId, ticket_ids: page.ticketIds },
      }),
    getTicket: async (id) =>
      api.one(ticketDetailSchema, { method: 'GET', path: `/tickets/${idSegment(id)}`, route: '/tickets/{id}' }),
  };
}
