import { z } from 'zod';
import { type GorgiasApi, idSegment } from './api';
import { messageSchema } from './message-schema';
import { type GorgiasClient } from './types';

/** The deprecated list has a page-number envelope, 30 a page; a client that overlooks `nb_pages` loses the rest without notice. */
const numberedPage = z
  .object({ data: z.array(messageSchema), meta: z.object({ nb_pages: z.int().nullish() }).nullish() })
  .transform((body) => ({ rows: body.data, pages: body.meta?.nb_pages ?? 1 }));

export function createMessageCalls(api: GorgiasApi): Pick<GorgiasClient, 'listMessages' | 'listTicketMessages'> {
  return {
    listMessages: (page) =>
      api.page(messageSchema, '/messages', { ...page, query: { order_by: page.orderBy, ticket_id: page.ticketId } }),
    listTicketMessages: async (ticketId, page) =>
      api.one(numberedPage, {
        method: 'GET',
        path: `/tickets/${idSegment(ticketId)}/messages`,
        route: '/tickets/{id}/messages',
        query: { page },
      }),
  };
}
