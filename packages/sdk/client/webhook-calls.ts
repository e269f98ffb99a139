import { eventAcceptedSchema, webhookGuideSchema, webhookSetupSchema } from '../contract/webhooks';
import type { CallApi } from './api-call';
import type { AccountOption } from './types';
import type {
  TicketEvent,
  TicketEventAccepted,
  WebhookGuide,
  WebhookSetup,
  WebhookSetupOptions,
} from './webhook-types';

const BASE = '/v1/connectors/gorgias';
/** Five requests to Gorgias, which wait for their turn in the rate budget. */
const SETUP_MS = 180_000;

/** Of the payload only the ticket's id leaves this process: nothing else would be looked at, and it may be personal. */
export function sendTicketEvent(
  callApi: CallApi,
  { type, payload }: TicketEvent,
  { account }: AccountOption,
): Promise<TicketEventAccepted> {
  return callApi({
    method: 'POST',
    path: `${BASE}/events`,
    query: { account },
    body: { type, payload: { ticketId: payload.ticketId } },
    answer: eventAcceptedSchema,
  });
}

export function readWebhookGuide(callApi: CallApi, { account }: AccountOption): Promise<WebhookGuide> {
  return callApi({ method: 'GET', path: `${BASE}/webhooks`, query: { account }, answer: webhookGuideSchema });
}

export function setUpWebhooks(callApi: CallApi, { url, account }: WebhookSetupOptions): Promise<WebhookSetup> {
  return callApi({
    method: 'POST',
    path: `${BASE}/webhooks/setup`,
    query: { account },
    body: { url },
    answer: webhookSetupSchema,
    timeoutMs: SETUP_MS,
  });
}
