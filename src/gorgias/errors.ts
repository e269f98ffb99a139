import { ConnectorError, type ErrorCode, type ErrorDetails, MergedError } from '../domain/errors/connector-error';
import { parseJson } from '../http/json';
import { requestIdOf } from '../http/request-id';
import type { HttpRequest, HttpResponse } from '../http/types';
import { readRetryAfterMs } from './limits';
import { isOwnErrorAnswer, isHtml, refusedFields } from './error-answer';

type RequestedCall = Pick<HttpRequest, 'method' | 'path' | 'query' | 'route'>;

/** The credential probe: the one route at which a page instead of the API means that there is no such helpdesk. */
export const ACCOUNT_ROUTE = '/account';

/**
 * The error for an answer that is not a success. Statuses as in Gorgias' error page (validation is 400; 422 has not been seen);
 * what a bad cursor answers is not documented, so every 400 to a request with a cursor counts as an expired one.
 */
export function gorgiasError(request: RequestedCall, response: HttpResponse): ConnectorError {
  const { status } = response;
  const error = errorMaker(request, response);
  if (isNoHelpdesk(request, response)) return error('gorgias.wrong_domain', 'There is no Gorgias API at this domain');
  if (isFromElsewhere(response)) return elsewhere(error, response);
  if (status === 401) return error('auth.gorgias_refused', 'Gorgias refused the e-mail or API key');
  if (status === 403) return error('auth.gorgias_forbidden', 'Gorgias does not let this API key do this');
  if (status === 404) return error('gorgias.not_found', 'Gorgias has no such record');
  if (status === 408 || status >= 500) return unavailable(error, response);
  if (status === 429) return rateLimited(error, response);
  if (status < 400) return redirected(error, request, response);
  if (status === 400 && request.query?.['cursor'] !== undefined) {
    return error('gorgias.cursor_expired', 'Gorgias does not know the position in the list any more');
  }
  const fields = refusedFields(response.text);
  const named = fields.length === 0 ? '' : ` because of ${fields.join(', ')}`;
  return error('gorgias.rejected', `Gorgias did not accept the request${named}`, fieldDetail(fields));
}

/** The error for a success whose body is not what the connector can read; `reason` names paths, never values. */
export function unreadableAnswer(request: RequestedCall, response: HttpResponse, reason: string): ConnectorError {
  const error = errorMaker(request, response);
  const details = request.method === 'GET' ? {} : { outcomeUnknown: true };
  return error('gorgias.protocol', `Gorgias sent an answer that cannot be read: ${reason}`, details);
}

/** The error for a list that is null, which is how Gorgias has answered keys that may not see a resource. */
export function hiddenList(request: RequestedCall, response: HttpResponse): ConnectorError {
  return errorMaker(request, response)('auth.gorgias_forbidden', 'Gorgias does not show this list to this API key');
}

/**
 * The error for a success that is no JSON: a page on the way, or an answer that was cut off. It says nothing of the record, and whether a
 * write was carried out is not known.
 */
export function answerFromElsewhere(request: RequestedCall, response: HttpResponse): ConnectorError {
  const error = errorMaker(request, response);
  if (request.route === ACCOUNT_ROUTE && isHtml(response.text)) {
    return error('gorgias.wrong_domain', 'There is no Gorgias API at this domain');
  }
  const details = request.method === 'GET' ? {} : { outcomeUnknown: true };
  return error('gorgias.unavailable', 'Something came instead of an answer of Gorgias', details);
}

type MakeError = (
  code: ErrorCode,
  message: string,
  details?: ErrorDetails & { readonly retryAfterMs?: number | undefined },
) => ConnectorError;

function errorMaker(request: RequestedCall, response: HttpResponse): MakeError {
  const requestId = requestIdOf(response.headers);
  const fields = { status: response.status, ...(requestId === null ? {} : { requestId }) };
  return (code, message, { retryAfterMs, ...details } = {}) =>
    new ConnectorError(code, `${message} (${request.method} ${request.route}, status ${response.status})`, {
      details: { ...fields, ...details },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
}

/**
 * A 404 means a deleted record only where a record was asked for. A missing collection, in the API's own words, means that the whole API is
 * elsewhere; taken for a deletion, it would bury every customer.
 */
function isNoHelpdesk(request: RequestedCall, { status, text }: HttpResponse): boolean {
  if (request.route === ACCOUNT_ROUTE) return status === 404 || status === 410 || status < 400;
  return status === 404 && isOwnErrorAnswer(text) && !request.route.includes('{');
}

/** These ask to wait and try again, whoever sends them. */
const WAIT_STATUSES: readonly number[] = [408, 429];

/**
 * A 4xx in other words than the API's: a gateway or firewall on the way answered. It speaks of the way there, not of the record, the key or
 * the account (design D15).
 */
function isFromElsewhere({ status, text }: HttpResponse): boolean {
  if (status < 400 || status >= 500 || WAIT_STATUSES.includes(status)) return false;
  if (status === 401) return text.trim() !== '' && parseJson(text) === undefined;
  return !isOwnErrorAnswer(text);
}

/** What was turned away on the way was not carried out. */
function elsewhere(error: MakeError, response: HttpResponse): ConnectorError {
  const message = 'Something between the connector and Gorgias answered instead of Gorgias';
  return error('gorgias.unavailable', message, { outcomeUnknown: false, retryAfterMs: requestedWaitMs(response) });
}

function unavailable(error: MakeError, response: HttpResponse): ConnectorError {
  return error('gorgias.unavailable', 'Gorgias is not available', {
    outcomeUnknown: true,
    retryAfterMs: requestedWaitMs(response),
  });
}

function requestedWaitMs({ headers }: HttpResponse): number | undefined {
  return headers['retry-after'] === undefined ? undefined : readRetryAfterMs(headers);
}

function rateLimited(error: MakeError, response: HttpResponse): ConnectorError {
  const wait = readRetryAfterMs(response.headers);
  return error('gorgias.rate_limited', `Gorgias asks to wait ${Math.ceil(wait / 1_000)} s`, { retryAfterMs: wait });
}

function redirected(error: MakeError, request: RequestedCall, response: HttpResponse): ConnectorError {
  const survivorId = response.status === 301 || response.status === 308 ? survivorOf(request, response) : null;
  if (survivorId === null) return error('gorgias.protocol', 'Gorgias redirects to something that is not a record');
  const { message, details } = error('gorgias.merged', 'The record was merged into another one');
  return new MergedError(message, survivorId, details);
}

function fieldDetail(fields: readonly string[]): ErrorDetails {
  const [field] = fields;
  return field === undefined ? {} : { field };
}

/**
 * The id that a merged customer or ticket lives on as, from the `Location` of a 301; the header may be absolute or a path. Only the
 * number is taken, and only from the same collection: a redirect is never followed. Null where it names no other record.
 */
function survivorOf(request: Pick<HttpRequest, 'path'>, response: Pick<HttpResponse, 'headers'>): number | null {
  const requested = /^\/(?<collection>[a-z-]+)\/(?<id>\d+)/.exec(request.path)?.groups;
  const named = /\/api\/(?<collection>[a-z-]+)\/(?<id>\d{1,16})(?:[/?]|$)/.exec(
    response.headers['location'] ?? '',
  )?.groups;
  if (requested === undefined || named === undefined || requested['collection'] !== named['collection']) return null;
  const survivor = Number(named['id']);
  return Number.isSafeInteger(survivor) && survivor !== Number(requested['id']) ? survivor : null;
}
