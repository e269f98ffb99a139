import { type Transport } from '../http/types';
import { createGorgiasApi, type KeepNotes } from './api';
import { createCustomerCalls } from './customers';
import { createEventCalls } from './events';
import { createMessageCalls } from './messages';
import { createReferenceCalls } from './reference-data';
import { createSurveyCalls } from './surveys';
import { createTicketCalls } from './tickets';
import { type GorgiasClient } from './types';

/**
 * The client over a transport that is bound to {@link gorgiasBaseUrl} and sends Basic credentials. `keepNotes` is told of every record that is
 * read, and of what could not be read of it.
 */
export function createGorgiasClient(transport: Transport, keepNotes: KeepNotes = forget): GorgiasClient {
  const api = createGorgiasApi(transport, keepNotes);
  return {
    ...createReferenceCalls(api),
    ...createCustomerCalls(api),
    ...createTicketCalls(api),
    ...createMessageCalls(api),
    ...createSurveyCalls(api),
    ...createEventCalls(api),
  };
}

const forget: KeepNotes = () => Promise.resolve();
