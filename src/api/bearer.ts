import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { ConnectorError } from '../domain/errors/connector-error';
import { HttpError } from './errors';

const WRONG_KEYS_A_MINUTE = 20;

/**
 * Lets requests with the connector's key pass. Digests are compared, so the time taken tells neither length nor content. After 20 wrong
 * keys in a minute an address gets 429 instead of 401; a right key from there still passes, so nobody can lock the owner out.
 */
export function requireBearer(apiKey: string): RequestHandler {
  return requireKey(apiKey, ['bearer']);
}

/** The same for other ways to send the key; with `basic` it is the password, whatever the user is called. */
export function requireKey(apiKey: string, schemes: readonly ('bearer' | 'basic')[]): RequestHandler {
  const expected = digest(apiKey);
  const refuse = rateLimit({
    windowMs: 60_000,
    limit: WRONG_KEYS_A_MINUTE,
    standardHeaders: false,
    legacyHeaders: false,
    handler: () => {
      throw new HttpError('http.too_many_requests', 'Too many wrong keys from this address; wait a minute.');
    },
  });

  return (request, response, next) => {
    // Node keeps the first of two Authorization headers; a proxy may keep the last. Two are one too many.
    const [header, ...more] = request.headersDistinct['authorization'] ?? [];
    const given = givenKey(header ?? '', schemes);
    if (given !== undefined && more.length === 0 && timingSafeEqual(digest(given), expected)) {
      next();
      return;
    }
    void refuse(request, response, (failed?: unknown) => next(failed ?? unauthorized(given !== undefined)));
  };
}

function givenKey(header: string, schemes: readonly string[]): string | undefined {
  const [, scheme = '', value] = /^(bearer|basic) ([^\s]+)$/i.exec(header) ?? [];
  if (value === undefined || !schemes.includes(scheme.toLowerCase())) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

function unauthorized(given: boolean): ConnectorError {
  const message = given
    ? 'This is not the key of this connector.'
    : 'The key is missing: send Authorization: Bearer <key>.';
  return new ConnectorError('auth.tajo_refused', message);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
