import { Agent } from 'undici';

export interface Timeouts {
  readonly connectMs: number;
  /** From the request to the first byte of the body. undici rounds less than a second up to one. */
  readonly headersMs: number;
  /** The longest silence within the body. */
  readonly bodyMs: number;
  /** The whole exchange, so that a dripping answer ends too. */
  readonly totalMs: number;
}

/** One vendor's connections: TLS 1.2 or later, a cap on the body, no retries. */
export function createAgent(options: {
  readonly timeouts: Timeouts;
  readonly maxBodyBytes: number;
  readonly family: 4 | 6 | undefined;
}): Agent {
  const { timeouts, family } = options;
  return new Agent({
    connect: { timeout: timeouts.connectMs, minVersion: 'TLSv1.2', ...(family === undefined ? {} : { family }) },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    maxResponseSize: options.maxBodyBytes,
    // Shorter than the vendors' own idle limits: a pooled socket that the server has just closed kills the next POST.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 20_000,
  });
}
