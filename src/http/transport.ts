import { type ErrorCode } from '../domain/errors/connector-error';
import { createAgent, type Timeouts } from './agent';
import { parseBaseUrl, requestUrl } from './base-url';
import { withDeadline } from './deadline';
import { exchange } from './exchange';
import { networkError } from './network-errors';
import { requestIdOf } from './request-id';
import { type HttpRequest, type HttpResponse, type Transport } from './types';
import { BASE_URL_SETTINGS, type Vendor } from './vendor';

/** What may be known of a call in logs and metrics: no address, no body, no credentials. */
export interface HttpCall {
  readonly vendor: Vendor;
  readonly method: HttpRequest['method'];
  readonly route: string;
  /** Null: no HTTP answer; then `code` says why, and is null too when the caller gave up. */
  readonly status: number | null;
  readonly code: ErrorCode | null;
  readonly ms: number;
  readonly requestId: string | null;
  /** Requests that the vendor itself says are left; null where its answer does not tell. */
  readonly budgetLeft: number | null;
  /** How far the vendor's clock is ahead of ours, in milliseconds, to about a second; null without a `Date` header. */
  readonly clockAheadMs: number | null;
}

export interface TransportOptions {
  readonly vendor: Vendor;
  /** Base that all paths are below, e.g. `https://yourstore.gorgias.com/api` or `http://127.0.0.1:4020/v3`. */
  readonly origin: string;
  /** Credentials; asked for before each request, so that a rotated key takes effect at once. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly timeouts?: Partial<Timeouts>;
  readonly maxBodyBytes?: number;
  /** The proxy that an address is reached by; null: none, which is the default. */
  readonly proxyFor?: (target: URL) => string | null;
  readonly onCall?: (call: HttpCall) => void;
  /** Reads the vendor's own count of what is left from an answer's headers. */
  readonly budgetLeft?: (headers: HttpResponse['headers']) => number | null;
}

/** `close` waits for requests in flight, which the total timeout bounds. */
export type ClosableTransport = Transport & { readonly close: () => Promise<void> };

/** Gorgias: its own clients use 30-60 s. Brevo: creating a contact was seen to hang for over 20 s while succeeding; upserts are safe to repeat. */
const TIMEOUTS = {
  gorgias: { connectMs: 5_000, headersMs: 30_000, bodyMs: 30_000, totalMs: 60_000 },
  brevo: { connectMs: 5_000, headersMs: 10_000, bodyMs: 10_000, totalMs: 25_000 },
} as const satisfies Record<Vendor, Timeouts>;

/** A customer's shop data alone can exceed 100 KB; 8 MB is far above any page and far below a worker's memory. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * A transport bound to one vendor's base address. It performs exactly one request: no redirect, no retry, no pacing.
 *
 * @throws ConnectorError `config.invalid` for an address that is not https (http on loopback).
 * Each request throws `{vendor}.unavailable`, `{vendor}.timeout` or `{vendor}.protocol` when there is no HTTP answer, with
 * `details.outcomeUnknown` where the vendor may have carried it out; an aborted one throws the signal's reason.
 */
export function createTransport(options: TransportOptions): ClosableTransport {
  const { vendor } = options;
  const base = parseBaseUrl(options.origin, BASE_URL_SETTINGS[vendor]);
  const timeouts = { ...TIMEOUTS[vendor], ...options.timeouts };
  const proxy = options.proxyFor?.(base) ?? null;
  const dispatcher = createAgent({
    timeouts,
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    // Brevo's list of allowed addresses sees a machine that has both alternate between two.
    preferIpv4: vendor === 'brevo',
    proxy,
  });

  const send = async (request: HttpRequest, outer?: AbortSignal): Promise<HttpResponse> => {
    const url = requestUrl(base, request);
    const credentials = await options.headers();
    outer?.throwIfAborted();
    request.beforeDeparture?.();
    const startedAt = performance.now();
    const sentAt = Date.now();
    const report = (outcome: Pick<HttpCall, 'status' | 'code'>, headers: HttpResponse['headers']): number => {
      const ms = performance.now() - startedAt;
      const budgetLeft = options.budgetLeft?.(headers) ?? null;
      const clockAheadMs = clockAhead(headers['date'], sentAt + ms / 2);
      const { method, route } = request;
      const requestId = requestIdOf(headers);
      options.onCall?.({ vendor, method, route, ...outcome, ms, requestId, budgetLeft, clockAheadMs });
      return ms;
    };
    const answer = await withDeadline(timeouts.totalMs, outer, (signal) =>
      exchange({ dispatcher, url, request, credentials, signal }),
    ).catch((thrown: unknown) => {
      const error = networkError({ vendor, isByProxy: proxy !== null }, request, thrown);
      report({ status: null, code: outer?.aborted === true ? null : error.code }, {});
      outer?.throwIfAborted();
      throw error;
    });
    return { ...answer, ms: report({ status: answer.status, code: null }, answer.headers) };
  };

  return Object.assign(send, {
    close: async () => {
      await dispatcher.close();
    },
  });
}

/** HTTP dates are whole seconds, cut off: on average half a second has passed since. */
const DATE_CUT_MS = 500;

function clockAhead(date: string | undefined, at: number): number | null {
  const serverTime = Date.parse(date ?? '');
  return Number.isNaN(serverTime) ? null : Math.round(serverTime + DATE_CUT_MS - at);
}
