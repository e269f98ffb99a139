import { createHash } from 'node:crypto';
import { brevoLimit, readBrevoLimit } from '../brevo/limits';
import type { HttpResponse } from '../http/types';
import type { BucketSize } from '../store/types';

/** Several Gorgias accounts may send to one Brevo account, which counts all their requests together. */
export function brevoOwner(apiKey: string): string {
  return `brevo-${createHash('sha256').update(apiKey).digest('hex').slice(0, 16)}`;
}

/**
 * What headers say of an hourly quota, which the merchant's other tools use too. A window of one second is over before its headers could be
 * acted on.
 */
export function seenByBrevo(
  headers: HttpResponse['headers'],
  group: string,
): { left: number; capacity: number } | null {
  const limit = isHourly(group) ? readBrevoLimit(headers) : null;
  return limit === null ? null : { left: limit.remaining, capacity: limit.limit };
}

/**
 * Brevo counts in windows. Of a second: with a bucket of one that leaks at nine tenths of the rate, none can hold more than the limit. Of an
 * hour: the clock's, and all of it may be used at once.
 */
export function brevoBucket(group: string): BucketSize {
  const { requests } = brevoLimit(group);
  return isHourly(group) ? { capacity: requests, perSecond: 0 } : { capacity: 1, perSecond: requests * 0.9 };
}

function isHourly(group: string): boolean {
  return brevoLimit(group).windowMs > 1_000;
}
