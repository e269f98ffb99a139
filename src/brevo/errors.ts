import { isIP } from 'node:net';
import { ConnectorError, type ErrorCode, type ErrorDetails } from '../domain/errors/connector-error';
import { parseJson } from '../http/json';
import { requestIdOf } from '../http/request-id';
import { type HttpRequest, type HttpResponse } from '../http/types';
import { readBrevoWaitMs } from './limits';
import { isDuplicate, isInvalidPhone, isOwnErrorAnswer, readErrorAnswer, type ErrorAnswer } from './error-answer';

/** A write for the same contact is in flight; Brevo names no time, and another second or two has been enough. */
const BUSY_WAIT_MS = 2_000;

/**
 * The error for an answer that is not a success: status first, then code and metadata, then text. Brevo's own message is never
 * repeated: it may quote the e-mail or phone that was sent.
 */
export function brevoError(request: HttpRequest, response: HttpResponse): ConnectorError {
  const answer = readErrorAnswer(response);
  const error = errorMaker(request, response, answer);
  const { status } = response;
  if (isFromElsewhere(response)) return elsewhere(error);
  switch (status) {
    case 401:
      return unauthorised(error, answer);
    case 402:
      return error('brevo.no_credits', 'The Brevo account has no sending credits left');
    case 403:
      return error('auth.brevo_forbidden', `Brevo has not activated ${featureOf(request)} for this account`);
    case 404:
      return error('brevo.not_found', 'Brevo has no such record');
    case 425:
      return error('brevo.busy', 'Brevo is still working on this contact', { retryAfterMs: BUSY_WAIT_MS });
    case 429:
      return rateLimited(error, request, response);
    default:
      return status >= 500 || status === 408 ? unavailable(error) : refused(error, answer);
  }
}

/** The error for a success whose body is not what the connector can read; `reason` names paths, never values. */
export function unreadableAnswer(request: HttpRequest, response: HttpResponse, reason: string): ConnectorError {
  const error = errorMaker(request, response, { status: response.status, code: null });
  const details = request.method === 'GET' ? {} : { outcomeUnknown: true };
  return error('brevo.protocol', `Brevo sent an answer that cannot be read: ${reason}`, details);
}

/**
 * The error for a success that is no JSON, or is empty where something was to come: a page on the way, or an answer that was cut off. It says
 * nothing of the record, and whether a write was carried out is not known.
 */
export function answerFromElsewhere(request: HttpRequest, response: HttpResponse): ConnectorError {
  const error = errorMaker(request, response, { status: response.status, code: null });
  const details = request.method === 'GET' ? {} : { outcomeUnknown: true };
  return error('brevo.unavailable', 'Something came instead of an answer of Brevo', details);
}

type MakeError = (
  code: ErrorCode,
  message: string,
  details?: ErrorDetails & { readonly retryAfterMs?: number | undefined },
) => ConnectorError;

function errorMaker(
  { method, route }: HttpRequest,
  response: HttpResponse,
  answer: Pick<ErrorAnswer, 'status' | 'code'>,
): MakeError {
  const requestId = requestIdOf(response.headers);
  const fields = {
    status: answer.status,
    ...(requestId === null ? {} : { requestId }),
    ...(answer.code === null ? {} : { vendorCode: answer.code }),
  };
  return (code, message, { retryAfterMs, ...details } = {}) =>
    new ConnectorError(code, `${message} (${method} ${route}, status ${answer.status})`, {
      details: { ...fields, ...details },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
}

/** Brevo arms IP blocking by itself after some weeks, so a right key can begin to fail; its text then names our own address. */
function unauthorised(error: MakeError, { text }: ErrorAnswer): ConnectorError {
  if (!/unrecogni[sz]ed ip|authori[sz]ed_ips/i.test(text)) {
    return error('auth.brevo_refused', 'Brevo refused the API key');
  }
  const address = (text.match(/[0-9a-f.:]{3,45}/gi) ?? [])
    .map((part) => part.replace(/[.:]+$/, ''))
    .find((part) => isIP(part) !== 0);
  return error(
    'auth.brevo_ip_blocked',
    `Brevo blocks the address of this machine${address === undefined ? '' : `, ${address}`}`,
  );
}

function rateLimited(error: MakeError, request: HttpRequest, response: HttpResponse): ConnectorError {
  const wait = readBrevoWaitMs(response.headers, request.group);
  return error('brevo.rate_limited', `Brevo asks to wait ${wait / 1_000} s`, { retryAfterMs: wait });
}

/** These ask to wait and try again, whoever sends them. */
const WAIT_STATUSES: readonly number[] = [408, 425, 429];

/**
 * A 4xx that is not Brevo's: the firewall, the gateway or a proxy of our own answered. It speaks of the way there, not of the record, the
 * key or the account (design D15); a 404 of theirs, taken for Brevo's, would make a new contact of one who said no.
 */
function isFromElsewhere({ status, text }: HttpResponse): boolean {
  if (status < 400 || status >= 500 || WAIT_STATUSES.includes(status)) return false;
  // An empty 401 was reported of Brevo itself (brevo-api.md 4.1).
  if (status === 401) return text.trim() !== '' && parseJson(text) === undefined;
  return !isOwnErrorAnswer(text);
}

/** What was turned away before Brevo's application was not carried out by it. */
function elsewhere(error: MakeError): ConnectorError {
  const message = 'Something between the connector and Brevo answered instead of Brevo';
  return error('brevo.unavailable', message, { outcomeUnknown: false });
}

function unavailable(error: MakeError): ConnectorError {
  return error('brevo.unavailable', 'Brevo is not available', { outcomeUnknown: true });
}

function refused(error: MakeError, answer: ErrorAnswer): ConnectorError {
  if (answer.status < 400) return error('brevo.protocol', 'Brevo redirects, which its API never does');
  if (isDuplicate(answer)) {
    const { duplicateIdentifiers } = answer;
    const which = duplicateIdentifiers.length === 0 ? 'an identifier' : duplicateIdentifiers.join(' and ');
    return error('brevo.duplicate', `Another Brevo contact already holds ${which}`, { duplicateIdentifiers });
  }
  if (isInvalidPhone(answer)) return error('brevo.invalid_phone', 'Brevo does not accept the phone number');
  if (answer.code === 'document_not_found') return error('brevo.not_found', 'Brevo has no such record');
  if (answer.code === 'account_in_process') {
    return error('brevo.busy', 'Brevo is still working on this contact', { retryAfterMs: BUSY_WAIT_MS });
  }
  return error('brevo.rejected', `Brevo did not accept the request${answer.code === null ? '' : ` (${answer.code})`}`);
}

/** Brevo's 403 means a feature that has to be switched on; new accounts meet it first for transactional mail. */
function featureOf({ route }: HttpRequest): string {
  if (route.startsWith('/smtp')) return 'transactional e-mail';
  return route.startsWith('/events') ? 'events' : `what ${route} needs`;
}
