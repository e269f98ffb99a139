import { type GorgiasApi } from './api';
import { eventReader } from './event-reader';
import { type GorgiasClient } from './types';

const event = { kind: 'event', reader: eventReader } as const;

/** The only Gorgias list with a date filter. Kept for 12 months. */
export function createEventCalls(api: GorgiasApi): Pick<GorgiasClient, 'listEvents'> {
  return {
    listEvents: (page) =>
      api.page(event, '/events', {
        ...page,
        query: {
          order_by: page.orderBy,
          types: page.types,
          'created_datetime[gte]': page.createdFrom,
          'created_datetime[lt]': page.createdBefore,
        },
      }),
  };
}
