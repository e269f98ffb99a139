import { type Transport } from '../http/types';
import { createAccountCalls } from './account';
import { createBrevoApi } from './api';
import { createAttributeCalls } from './attributes';
import { createContactCalls } from './contacts';
import { createEventCalls } from './events';
import { createImportCalls } from './imports';
import { createListCalls } from './lists';
import { createMailCalls } from './mail';
import { type BrevoClient } from './types';

/** The client over a transport that is bound to {@link brevoBaseUrl} and sends the `api-key` header. */
export function createBrevoClient(transport: Transport): BrevoClient {
  const api = createBrevoApi(transport);
  return {
    ...createAccountCalls(api),
    ...createAttributeCalls(api),
    ...createListCalls(api),
    ...createContactCalls(api),
    ...createImportCalls(api),
    ...createEventCalls(api),
    ...createMailCalls(api),
  };
}
