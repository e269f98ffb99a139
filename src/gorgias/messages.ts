import { type GorgiasApi, idSegment } from './api';
import { count } from './fields';
import { messageReader } from './message-reader';
import { essential, listOf, object, optional, recordOf } from './reading';
import { type GorgiasClient } from './types';

/** The deprecated list has a page-number envelope, 30 a page; a client that overlooks `nb_pages` loses the rest without notice. */
const numberedPage = recordOf(
  { data: essential(listOf(messageReader.kind)), meta: optional(object({ nb_pages: optional(count, 1) }), null) },
  (body) => ({ rows: body.data, pages: body.meta?.nb_pages ?? 1 }),
);

const message = { kind: 'message', reader: messageReader } as const;

export function createMessageCalls(api: GorgiasApi): Pick<GorgiasClient, 'listMessages' | 'listTicketMessages'> {
  return {
    listMessages: (page) =>
      api.page(message, '/messages', { ...page, query: { order_by: page.orderBy, ticket_id: page.ticketId } }),
    listTicketMessages: async (ticketId, page) =>
      api.one(
        { kind: null, reader: numberedPage },
        {
          method: 'GET',
          path: `/tickets/${idSegment(ticketId)}/messages`,
          route: '/tickets/{id}/messages',
          query: { page },
        },
      ),
  };
}
