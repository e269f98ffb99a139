import { createHash } from 'node:crypto';
import { brevoBaseUrl } from '../brevo/base-url';
import { createBrevoClient } from '../brevo/client';
import { BREVO_LIMITS, readBrevoLimit, readBrevoWaitMs } from '../brevo/limits';
import type { BrevoClient } from '../brevo/types';
import type { ConnectorConfig } from '../config/types';
import { createGorgiasClient } from '../gorgias/client';
import { gorgiasAuthorization } from '../gorgias/credentials';
import { gorgiasBaseUrl } from '../gorgias/domain';
import { readGorgiasLimit, readRetryAfterMs } from '../gorgias/limits';
import type { GorgiasClient } from '../gorgias/types';
import { type ClosableTransport, createTransport, type HttpCall } from '../http/transport';
import type { HttpResponse } from '../http/types';
import type { BucketSize, Lane, Store } from '../store/types';
import { paced } from './pacing';

export interface VendorOptions {
  readonly store: Store;
  readonly rateOf: (account: string) => ConnectorConfig['rate'];
  readonly gorgiasBaseUrl: string | null;
  readonly brevoBaseUrl: string | null;
  readonly onCall: (call: HttpCall) => void;
}

export interface Vendors {
  gorgias(account: string, lane: Lane): GorgiasClient;
  brevo(account: string): BrevoClient;
  close(): Promise<void>;
}

/** Both vendors' clients by account, every request within the account's budget and with its newest keys. */
export function createVendors(options: VendorOptions): Vendors {
  const transports = new Map<string, ClosableTransport>();
  const transport = (key: string, make: () => ClosableTransport): ClosableTransport => {
    const known = transports.get(key);
    if (known !== undefined) return known;
    const made = make();
    transports.set(key, made);
    return made;
  };
  return {
    gorgias: (account, lane) => gorgiasClient(options, account, lane, transport),
    brevo: (account) => brevoClient(options, account, transport),
    close: async () => {
      await Promise.all([...transports.values()].map((open) => open.close()));
    },
  };
}

type TransportCache = (key: string, make: () => ClosableTransport) => ClosableTransport;

function gorgiasClient(options: VendorOptions, account: string, lane: Lane, cached: TransportCache): GorgiasClient {
  const { store, rateOf, onCall } = options;
  const rate = rateOf(account);
  const transport = cached(`gorgias/${account}`, () =>
    createTransport({
      vendor: 'gorgias',
      origin: gorgiasBaseUrl(`${account}.gorgias.com`, options.gorgiasBaseUrl),
      headers: async () => {
        const { email, gorgiasApiKey } = await store.accounts.credentials(account);
        return gorgiasAuthorization({ email, apiKey: gorgiasApiKey });
      },
      budgetLeft: (headers) => seenByGorgias(headers)?.left ?? null,
      onCall,
    }),
  );
  const size = { capacity: rate.burst, perSecond: rate.perSecond };
  const owner = (): Promise<string> => Promise.resolve(account);
  const pacing = { vendor: 'gorgias' as const, owner, budget: store.budget, keep: keptBy(lane, rate) };
  return createGorgiasClient(
    paced(transport, {
      ...pacing,
      sizeOf: () => size,
      seen: (response) => seenByGorgias(response.headers),
      retryAfterMs: (response) => readRetryAfterMs(response.headers),
    }),
  );
}

/** How far requests may bunch up on their way: our bucket refills from the grant on, the vendor's only from the arrival. */
const JITTER_SECONDS = 0.5;

/**
 * What a lane must leave in the bucket: live traffic nearly empties it, everything else leaves room for live traffic and for the merchant's
 * other apps (design D2). Nobody takes what jitter needs, or a bunch would meet a 429; of a small bucket that is a quarter at most.
 */
function keptBy(lane: Lane, { reserve, perSecond, burst }: ConnectorConfig['rate']): number {
  return Math.max(laneReserve(lane, reserve), Math.min(perSecond * JITTER_SECONDS, burst / 4));
}

function laneReserve(lane: Lane, reserve: number): number {
  switch (lane) {
    case 'live':
      return 0;
    case 'feed':
      return Math.floor(reserve / 2);
    case 'backfill':
      return reserve;
    case 'enrichment':
      return Math.ceil(reserve * 1.5);
  }
}

function seenByGorgias(headers: HttpResponse['headers']): { left: number; capacity: number } | null {
  const limit = readGorgiasLimit(headers);
  return limit === null ? null : { left: limit.limit - limit.used, capacity: limit.limit };
}

function brevoClient(options: VendorOptions, account: string, cached: TransportCache): BrevoClient {
  const { store, onCall } = options;
  const transport = cached(`brevo/${account}`, () =>
    createTransport({
      vendor: 'brevo',
      origin: brevoBaseUrl(options.brevoBaseUrl),
      headers: async () => ({ 'api-key': (await store.accounts.credentials(account)).brevoApiKey }),
      budgetLeft: (headers) => readBrevoLimit(headers)?.remaining ?? null,
      onCall,
    }),
  );
  return createBrevoClient(
    paced(transport, {
      vendor: 'brevo',
      owner: async () => brevoOwner((await store.accounts.credentials(account)).brevoApiKey),
      budget: store.budget,
      keep: 0,
      sizeOf: brevoBucket,
      // Brevo's headers describe a window of one second, which is over before they could be acted on.
      seen: () => null,
      retryAfterMs: (response, group) => readBrevoWaitMs(response.headers, group),
    }),
  );
}

/** Several Gorgias accounts may send to one Brevo account, which counts all their requests together. */
function brevoOwner(apiKey: string): string {
  return `brevo-${createHash('sha256').update(apiKey).digest('hex').slice(0, 16)}`;
}

/**
 * Brevo counts in windows, ours leaks: with a bucket of one and nine tenths of the rate no window of a second can hold more than the
 * limit. Hourly quotas may be used at once, as Brevo allows.
 */
function brevoBucket(group: string): BucketSize {
  const limit = Object.entries(BREVO_LIMITS).find(([name]) => name === group)?.[1] ?? BREVO_LIMITS['brevo.others'];
  const perSecond = (limit.requests * 1_000) / limit.windowMs;
  return limit.windowMs <= 1_000
    ? { capacity: 1, perSecond: perSecond * 0.9 }
    : { capacity: limit.requests, perSecond };
}
