import { isIP } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { HttpError } from './errors';

interface CallerLimit {
  readonly windowMs: number;
  /** Requests that one caller may send in a window. */
  readonly limit: number;
  /** Whether a request carries the key or the secret of the door; none: nobody is told apart but by address. */
  readonly isKnown?: (request: Request) => boolean;
  /** Tells the caller what is left, in the headers of the IETF's draft 8. */
  readonly tellsRest?: boolean;
  readonly retryAfterSeconds: number;
  readonly sentence: string;
}

/**
 * The one limit of all doors, counted in memory by caller: who carries the key or the secret is another caller than a stranger from the same
 * address. Behind a proxy that nobody named everybody has one address, and a stranger's flood must not use up what Gorgias may send.
 */
export function limitCallers(options: CallerLimit): RequestHandler {
  const isKnown = options.isKnown ?? (() => false);
  return rateLimit({
    windowMs: options.windowMs,
    limit: options.limit,
    standardHeaders: options.tellsRest === true ? 'draft-8' : false,
    legacyHeaders: false,
    // Its advice goes to standard error in a form of its own, where each line of ours is JSON.
    validate: false,
    keyGenerator: (request) => `${isKnown(request) ? 'known' : 'stranger'} ${addressOf(request)}`,
    handler: (request, response) => {
      if (!isKnown(request)) hangUp(response);
      response.setHeader('Retry-After', String(options.retryAfterSeconds));
      throw new HttpError('http.too_many_requests', options.sentence);
    },
  });
}

/** The server takes a thousand connections at once; a stranger must not keep one for the minute that it may stay idle. */
export function hangUp(response: Response): void {
  response.setHeader('Connection', 'close');
}

/**
 * The sender's address: that of the connection or, behind a proxy that `trust_proxy` names, the one that the proxy wrote down. Of IPv6 the
 * network, for one household has more addresses than a counter can hold. Some proxies add the port; what is no address is not believed.
 */
function addressOf(request: Request): string {
  const forwarded = withoutPort(request.ip ?? '');
  const address = isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded;
  return ipKeyGenerator(address);
}

function withoutPort(address: string): string {
  const [, v6, v4] = /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(address) ?? [];
  return v6 ?? v4 ?? address;
}
