import { type Transport } from '../http/types';
import { createGorgiasApi } from './api';
import { createCustomerCalls } from './customers';
import { createEventCalls } from './events';
import { createMessageCalls } from './messages';
import { createReferenceCalls } from './reference-data';
import { createSurveyCalls } from './surveys';
import { createTicketCalls } from './tickets';
import { type GorgiasClient } from './types';

/** The client over a transport that is bound to {@link gorgiasBaseUrl} and sends Basic credentials. */
export function createGorgiasClient(transport: Transport): GorgiasClient {
  const api = createGorgiasApi(transport);
  return {
    ...createReferenceCalls(api),
    ...createCustomerCalls(api),
    ...createTicketCalls(api),
    ...createMessageCalls(api),
    ...createSurveyCalls(api),
    ...createEventCalls(api),
  };
}
