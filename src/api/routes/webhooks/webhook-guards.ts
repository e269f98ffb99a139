import type { Request, RequestHandler } from 'express';
import { SECRET_HEADER, type SecretCheck } from '../../../webhooks/secret';
import { hangUp, limitCallers } from '../../callers';
import { HttpError } from '../../errors';

export const FORM = 'application/x-www-form-urlencoded';

const READABLE = ['application/json', 'application/*+json', 'text/plain', FORM];

export const MAX_BODY_BYTES = 256 * 1024;

const WRONG_SECRETS_A_MINUTE = 20;
/** A burst is as long as the window: 200 at 50 a second. */
const RATE_WINDOW_MS = 4_000;

export function requireOpenDoor(secrets: readonly string[]): RequestHandler {
  return (_request, _response, next) => {
    if (secrets.length > 0) next();
    else
      throw new HttpError(
        'http.no_webhook_secret',
        `GORGIAS_WEBHOOK_SECRET is not set, so webhooks are not accepted; set it and send it as ${SECRET_HEADER}.`,
      );
  };
}

/**
 * JSON by any name: automation tools send it as plain text. Without a type there may only be no body at all, which is what an integration
 * without a template sends.
 */
export const requireReadableType: RequestHandler = (request, _response, next) => {
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = request.headers;
  const hasBody = encoding !== undefined || length !== '0';
  if (hasBody && request.is(READABLE) === false)
    throw new HttpError('http.unsupported_media_type', `Send the body as application/json or ${FORM}.`);
  next();
};

/** The body parser would read a body that it then refuses to its end, which a slow sender can draw out. */
export const requireFittingLength: RequestHandler = (request, response, next) => {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    response.setHeader('Connection', 'close');
    throw new HttpError('http.body_too_large', 'The body is larger than 256 KB.');
  }
  next();
};

/** After 20 wrong secrets in a minute an address gets 429; the right one still passes, so nobody can lock the sender out. */
export function requireSecret(isRight: SecretCheck): RequestHandler {
  const refuse = limitCallers({
    windowMs: 60_000,
    limit: WRONG_SECRETS_A_MINUTE,
    retryAfterSeconds: 60,
    sentence: 'Too many wrong secrets from this address; wait a minute.',
  });
  const wrong = new HttpError('http.wrong_secret', `The header ${SECRET_HEADER} does not carry the secret.`);
  return (request, response, next) => {
    if (isRight(secretsOf(request))) {
      next();
      return;
    }
    hangUp(response);
    void refuse(request, response, (failed?: unknown) => next(failed ?? wrong));
  };
}

export function limitRate(requestsPerSecond: number, isRight: SecretCheck): RequestHandler {
  return limitCallers({
    windowMs: RATE_WINDOW_MS,
    limit: (requestsPerSecond * RATE_WINDOW_MS) / 1000,
    isKnown: (request) => isRight(secretsOf(request)),
    retryAfterSeconds: 5,
    sentence: `At most ${requestsPerSecond} webhooks a second from one address; send it again later.`,
  });
}

function secretsOf(request: Request): readonly string[] | undefined {
  return request.headersDistinct['x-webhook-secret'];
}
