import { type HttpResponse } from '../http/types';

/** The one bucket that every Gorgias request is charged to: all API-key clients of the account share it. */
export const GORGIAS_GROUP = 'gorgias';

/**
 * Leaky bucket of an API key: 40 requests, refilled by 40 in 20 s (Enterprise: in 10 s).
 * https://developers.gorgias.com/reference/limitations (as of 2025-09-16)
 */
const GORGIAS_BUCKET = { requests: 40, windowMs: 20_000 } as const;

/** Rows of a cursor page: 30 unless asked, 100 at most. https://developers.gorgias.com/reference/pagination-1 */
export const GORGIAS_PAGE_LIMIT = 100;

/** A wait that the header asks for is kept within these, for the bucket is full again after 20 s; without a usable header, one window empties it. */
const RETRY_AFTER = { minMs: 1_000, maxMs: 60_000, defaultMs: GORGIAS_BUCKET.windowMs } as const;

/** The account's own count, from `X-Gorgias-Account-Api-Call-Limit: used/limit`; null where the header is missing or makes no sense. */
export function readGorgiasLimit(headers: HttpResponse['headers']): { used: number; limit: number } | null {
  const match = /^\s*(\d{1,9})\s*\/\s*(\d{1,9})\s*$/.exec(headers['x-gorgias-account-api-call-limit'] ?? '');
  const used = Number(match?.[1]);
  const limit = Number(match?.[2]);
  return match === null || limit === 0 ? null : { used, limit };
}

/** Milliseconds to wait, from `Retry-after` in whole seconds; always between one second and one minute. */
export function readRetryAfterMs(headers: HttpResponse['headers']): number {
  const raw = headers['retry-after']?.trim() ?? '';
  if (!/^\d+(\.\d+)?$/.test(raw)) return RETRY_AFTER.defaultMs;
  return Math.min(Math.max(Math.ceil(Number(raw) * 1_000), RETRY_AFTER.minMs), RETRY_AFTER.maxMs);
}
