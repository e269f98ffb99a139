import type { HttpErrorCode } from '../contract/errors';
import type { ErrorText } from '../../../src/domain/errors/error-texts';

/** What is wrong with a request to the control API before anything of the connector is asked. */
export const HTTP_ERROR_TEXTS = {
  'http.not_found': {
    what: 'There is nothing at this address of the API.',
    why: 'The path is misspelt, or belongs to another version.',
    nextStep: 'Look at `/openapi.json`, which lists what there is.',
  },
  'http.method_not_allowed': {
    what: 'The address exists, but not with this method.',
    why: 'A GET where a POST is needed, or the other way round.',
    nextStep: 'Use a method of the answer’s `Allow` header.',
  },
  'http.unsupported_media_type': {
    what: 'The body is not plain JSON.',
    why: 'The content type is another one, or the body is compressed.',
    nextStep: 'Send the body as `application/json` in UTF-8.',
  },
  'http.body_too_large': {
    what: 'The body is larger than 256 KB.',
    why: 'No request of the control API is that large.',
    nextStep: 'Send less.',
  },
  'http.too_many_requests': {
    what: 'Too many requests from one address, or too many wrong keys.',
    why: 'Each address has 50 requests a second, and 20 wrong keys a minute.',
    nextStep: 'Wait for the time of the `Retry-After` header.',
  },
  'http.wrong_secret': {
    what: 'A webhook came without the right secret; it was not looked at.',
    why: 'The header X-Webhook-Secret is missing in Gorgias’ HTTP integration, or its secret was changed here only.',
    nextStep: 'Put the secret of GORGIAS_WEBHOOK_SECRET into the header of the HTTP integration.',
  },
  'http.other_origin': {
    what: 'A request by the console’s cookie came from another page, or without the header of its script.',
    why: 'Another site has tried to act for whoever is signed in, or a proxy in front hides the name that the browser asks for.',
    nextStep:
      'Use the console itself; behind a proxy name it in `trust_proxy`, and let it pass on `Host` or `X-Forwarded-Host`.',
  },
  'http.read_only': {
    what: 'The read-only key was used for something that changes, that a vendor is asked for, or that tells who somebody is.',
    why: 'TAJO_READ_KEY, and who has signed in by it, may only look.',
    nextStep: 'Use TAJO_API_KEY, or sign in by it.',
  },
  'http.no_webhook_secret': {
    what: 'The webhook door is closed.',
    why: 'No secret is set, so nobody could tell Gorgias from somebody else.',
    nextStep: 'Set GORGIAS_WEBHOOK_SECRET and start the connector again.',
  },
} as const satisfies Readonly<Record<HttpErrorCode, ErrorText & { readonly nextStep: string }>>;

/** What only the caller's side can see. */
export const CLIENT_ERROR_TEXTS = {
  'client.unreachable': {
    what: 'No connector answers at the address.',
    why: 'It is not running, or TAJO_URL is the address of something else.',
    nextStep: 'Start the connector with `npm start`, or set TAJO_URL to its address.',
  },
  'client.timeout': {
    what: 'The connector did not answer in time.',
    why: 'It may be waiting for a vendor.',
    nextStep: 'Look at the connector’s log; it may be waiting for a vendor.',
  },
  'client.protocol': {
    what: 'What answers is not a connector of this version.',
    why: 'TAJO_URL leads to another program, a proxy answers instead, or the versions differ.',
    nextStep: 'Check that TAJO_URL is the address of a connector, and that its version fits.',
  },
  'client.invalid_url': {
    what: 'The address of the connector is not a plain http or https URL.',
    why: 'The scheme is missing, or it holds a user or a query.',
    nextStep: 'Set TAJO_URL to an address like http://127.0.0.1:8080.',
  },
  'client.aborted': {
    what: 'The waiting was stopped by the caller.',
    why: 'Ctrl-C, or the signal that the program gave.',
    nextStep:
      'What runs goes on, `tajo connectors status gorgias --follow` follows it; a sync that waited for its turn was not started.',
  },
  'sync.failed': {
    what: 'The run that was waited for has failed.',
    why: 'The message is the run’s own; the Temporal UI shows each step.',
    nextStep: 'See `tajo connectors status gorgias`; a new sync goes on from what is already stored.',
  },
  'sync.cancelled': {
    what: 'The run that was waited for was cancelled.',
    why: 'Somebody cancelled it in the Temporal UI.',
    nextStep: 'Start a new sync; it goes on from what is already stored.',
  },
} as const satisfies Readonly<Record<string, ErrorText & { readonly nextStep: string }>>;
