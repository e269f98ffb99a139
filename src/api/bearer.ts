import type { Request, RequestHandler } from 'express';
import { ConnectorError } from '../domain/errors/connector-error';
import { hangUp, limitCallers } from './callers';
import { isSame } from './sessions/sign-in';

const WRONG_KEYS_A_MINUTE = 20;

/** Which key a request carries; `over`: the cookie of a session that has ended. */
export type KeyCheck = (request: Request) => 'right' | 'wrong' | 'missing' | 'over';

/** With `basic` the key is the password, whatever the user is called. */
export function createKeyCheck(apiKey: string, schemes: readonly ('bearer' | 'basic')[]): KeyCheck {
  return (request) => {
    const given = keyIn(request, schemes);
    if (given === undefined) return 'missing';
    return given !== null && isSame(given, apiKey) ? 'right' : 'wrong';
  };
}

/** The bearer key that a request carries; undefined: none, null: more than one. */
export function givenBearer(request: Request): string | null | undefined {
  return keyIn(request, ['bearer']);
}

/** Node keeps the first of two Authorization headers; a proxy may keep the last. Two are one too many. */
function keyIn(request: Request, schemes: readonly string[]): string | null | undefined {
  const [header, ...more] = request.headersDistinct['authorization'] ?? [];
  const given = givenKey(header ?? '', schemes);
  return given !== undefined && more.length > 0 ? null : given;
}

/**
 * Lets requests with the connector's key pass. After 20 wrong keys in a minute an address gets 429 instead of 401; a right key from there
 * still passes, so nobody can lock the owner out.
 */
export function requireKey(check: KeyCheck): RequestHandler {
  const refuse = limitWrongKeys();
  return (request, response, next) => {
    const found = check(request);
    if (found === 'right') {
      next();
      return;
    }
    hangUp(response);
    // Nobody has guessed: it was the right one yesterday.
    if (found === 'over') throw unauthorized(found);
    void refuse(request, response, (failed?: unknown) => next(failed ?? unauthorized(found)));
  };
}

function givenKey(header: string, schemes: readonly string[]): string | undefined {
  const [, scheme = '', value] = /^(bearer|basic) ([^\s]+)$/i.exec(header) ?? [];
  if (value === undefined || !schemes.includes(scheme.toLowerCase())) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/** Of those that are refused: 20 a minute are told so. */
export function limitWrongKeys(): RequestHandler {
  return limitCallers({
    windowMs: 60_000,
    limit: WRONG_KEYS_A_MINUTE,
    retryAfterSeconds: 60,
    sentence: 'Too many wrong keys from this address; wait a minute.',
  });
}

const SENTENCES = {
  wrong: 'This is not the key of this connector.',
  missing: 'The key is missing: send Authorization: Bearer <key>.',
  over: 'The session is over: sign in again.',
} as const;

export function unauthorized(why: keyof typeof SENTENCES, sentence: string = SENTENCES[why]): ConnectorError {
  return new ConnectorError('auth.tajo_refused', sentence);
}
