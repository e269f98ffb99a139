import { ConnectorError, type ErrorCode, type ErrorDetails, MergedError } from '../domain/errors/connector-error';
import { parseJson } from '../http/json';
import { requestIdOf } from '../http/request-id';
import { type HttpRequest, type HttpResponse } from '../http/types';
import { readRetryAfterMs } from './limits';
import { isOwnRefusal, looksLikeHtml, refusedFields } from './refusal';
import { survivorOf } from './survivor';

type AskedFor = Pick<HttpRequest, 'method' | 'path' | 'query' | 'route'>;

/** The credential probe: the one route at which a page instead of the API means that there is no such helpdesk. */
export const ACCOUNT_ROUTE = '/account';

/**
 * The error for an answer that is not a success. Statuses as in Gorgias' error page (validation is 400; 422 has not been seen);
 * what a bad cursor answers is not documented, so every 400 to a request with a cursor counts as an expired one.
 */
export function gorgiasError(request: AskedFor, response: HttpResponse): ConnectorError {
  const { status } = response;
  const problem = problemWith(request, response);
  if (isNoHelpdesk(request, response)) return problem('gorgias.wrong_domain', 'There is no Gorgias API at this domain');
  if (isFromElsewhere(response)) return elsewhere(problem, response);
  if (status === 401) return problem('auth.gorgias_refused', 'Gorgias refused the e-mail or API key');
  if (status === 403) return problem('auth.gorgias_forbidden', 'Gorgias does not let this API key do this');
  if (status === 404) return problem('gorgias.not_found', 'Gorgias has no such record');
  if (status === 408 || status >= 500) return unavailable(problem, response);
  if (status === 429) return rateLimited(problem, response);
  if (status < 400) return redirected(problem, request, response);
  if (status === 400 && request.query?.['cursor'] !== undefined) {
    return problem('gorgias.cursor_expired', 'Gorgias does not know the position in the list any more');
  }
  const fields = refusedFields(response.text);
  const named = fields.length === 0 ? '' : ` because of ${fields.join(', ')}`;
  return problem('gorgias.rejected', `Gorgias did not accept the request${named}`, fieldDetail(fields));
}

/** The error for a success whose body is not what the connector can read; `reason` names paths, never values. */
export function unreadableAnswer(request: AskedFor, response: HttpResponse, reason: string): ConnectorError {
  const problem = problemWith(request, response);
  if (request.route === ACCOUNT_ROUTE && looksLikeHtml(response.text)) {
    return problem('gorgias.wrong_domain', 'There is no Gorgias API at this domain');
  }
  const details = request.method === 'GET' ? {} : { outcomeUnknown: true };
  return problem('gorgias.protocol', `Gorgias sent an answer that cannot be read: ${reason}`, details);
}

/** The error for a list that is null, which is how Gorgias has answered keys that may not see a resource. */
export function hiddenList(request: AskedFor, response: HttpResponse): ConnectorError {
  return problemWith(request, response)('auth.gorgias_forbidden', 'Gorgias does not show this list to this API key');
}

type Problem = (code: ErrorCode, message: string, details?: ErrorDetails, retryAfterMs?: number) => ConnectorError;

function problemWith(request: AskedFor, response: HttpResponse): Problem {
  const requestId = requestIdOf(response.headers);
  const facts = { status: response.status, ...(requestId === null ? {} : { requestId }) };
  return (code, message, details = {}, retryAfterMs) =>
    new ConnectorError(code, `${message} (${request.method} ${request.route}, status ${response.status})`, {
      details: { ...facts, ...details },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
}

/**
 * A 404 means a deleted record only where a record was asked for. A missing collection, in the API's own words, means that the whole API is
 * elsewhere; taken for a deletion, it would bury every customer.
 */
function isNoHelpdesk(request: AskedFor, { status, text }: HttpResponse): boolean {
  if (request.route === ACCOUNT_ROUTE) return status === 404 || status === 410 || status < 400;
  return status === 404 && isOwnRefusal(text) && !request.route.includes('{');
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
  return !isOwnRefusal(text);
}

/** What was turned away on the way was not carried out. */
function elsewhere(problem: Problem, response: HttpResponse): ConnectorError {
  const message = 'Something between the connector and Gorgias answered instead of Gorgias';
  return problem('gorgias.unavailable', message, { outcomeUnknown: false }, askedWaitMs(response));
}

function unavailable(problem: Problem, response: HttpResponse): ConnectorError {
  return problem('gorgias.unavailable', 'Gorgias is not available', { outcomeUnknown: true }, askedWaitMs(response));
}

function askedWaitMs({ headers }: HttpResponse): number | undefined {
  return headers['retry-after'] === undefined ? undefined : readRetryAfterMs(headers);
}

function rateLimited(problem: Problem, response: HttpResponse): ConnectorError {
  const wait = readRetryAfterMs(response.headers);
  return problem('gorgias.rate_limited', `Gorgias asks to wait ${Math.ceil(wait / 1_000)} s`, {}, wait);
}

function redirected(problem: Problem, request: AskedFor, response: HttpResponse): ConnectorError {
  const survivorId = response.status === 301 || response.status === 308 ? survivorOf(request, response) : null;
  if (survivorId === null) return problem('gorgias.protocol', 'Gorgias redirects to something that is not a record');
  const { message, details } = problem('gorgias.merged', 'The record was merged into another one');
  return new MergedError(message, survivorId, details);
}

function fieldDetail(fields: readonly string[]): ErrorDetails {
  const [field] = fields;
  return field === undefined ? {} : { field };
}
