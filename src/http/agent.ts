import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { ipv4First } from './ipv4-first';

export interface Timeouts {
  readonly connectMs: number;
  /** From the request to the first byte of the body. undici rounds less than a second up to one. */
  readonly headersMs: number;
  /** The longest silence within the body. */
  readonly bodyMs: number;
  /** The whole exchange, so that a dripping answer ends too. */
  readonly totalMs: number;
}

interface AgentOptions {
  readonly timeouts: Timeouts;
  readonly maxBodyBytes: number;
  /** Ask hosts that have both by IPv4. */
  readonly preferIpv4: boolean;
  /** Null: the host is reached without one. */
  readonly proxy: string | null;
}

/** One vendor's connections: TLS 1.2 or later, a cap on the body, no retries. */
export function createAgent({ timeouts, maxBodyBytes, preferIpv4, proxy }: AgentOptions): Dispatcher {
  const tls = { timeout: timeouts.connectMs, minVersion: 'TLSv1.2' } as const;
  const limits = {
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    maxResponseSize: maxBodyBytes,
    // Shorter than the vendors' own idle limits: a pooled socket that the server has just closed kills the next POST.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 20_000,
  };
  if (proxy === null) return new Agent({ ...limits, connect: { ...tls, ...(preferIpv4 && { lookup: ipv4First }) } });
  return new ProxyAgent({
    ...limits,
    uri: proxy,
    proxyTls: tls,
    requestTls: tls,
    // Of the way to the proxy: undici would wait five minutes for it.
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: timeouts.headersMs }),
  });
}
