import { z } from 'zod';
import { type BrevoApi } from './api';
import { readableRows } from './readable-rows';
import { type BrevoClient, type StoredEvent, type TimelineEvent } from './types';

/** Up to 10,000 are allowed. One contact's events of one name within a checked window are a handful. */
const SEARCH_LIMIT = 1_000;

const storedSchema = z
  .object({
    event_name: z.string(),
    contact_id: z.int().nullish().catch(null),
    event_date: z.string().catch(''),
    event_properties: z.record(z.string(), z.unknown()).nullish().catch(null),
  })
  .transform((row): StoredEvent => ({
    name: row.event_name,
    contactId: row.contact_id ?? null,
    occurredAt: row.event_date,
    properties: row.event_properties ?? {},
  }));

const storedPage = z
  .object({ events: z.array(z.unknown()).nullish() })
  .transform((body): readonly StoredEvent[] => readableRows(storedSchema, body.events ?? []));

export function createEventCalls(api: BrevoApi): Pick<BrevoClient, 'probeEvents' | 'sendEvent' | 'listEvents'> {
  const reading = { method: 'GET', path: '/events', route: '/events', group: 'brevo.others' } as const;
  return {
    probeEvents: async () => {
      await api.read(storedPage, { ...reading, query: { limit: 1 } });
    },
    sendEvent: async (event) => {
      const body = eventBody(event);
      await api.write({ method: 'POST', path: '/events', route: '/events', group: 'brevo.events', body });
    },
    listEvents: ({ name, contactId, from, to }) =>
      api.read(storedPage, {
        ...reading,
        query: { event_name: [name], contact_id: [contactId], startDate: from, endDate: to, limit: SEARCH_LIMIT },
      }),
  };
}

function eventBody({ name, email, occurredAt, properties }: TimelineEvent): Record<string, unknown> {
  return {
    event_name: name,
    // Brevo's own default is the moment of the request (brevo-api.md 4.4).
    ...(occurredAt === null ? {} : { event_date: toMilliseconds(occurredAt) }),
    identifiers: { email_id: email },
    // null is no documented value of a property: what is not known is left out.
    event_properties: Object.fromEntries(
      Object.entries(properties).filter(([, value]) => value !== null && value !== undefined),
    ),
  };
}

/** Brevo's own datetimes have three decimals; Gorgias' have six. */
function toMilliseconds(datetime: string): string {
  return datetime.replace(/(\.\d{3})\d+/, '$1');
}
