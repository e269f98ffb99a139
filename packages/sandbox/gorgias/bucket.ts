/** Gorgias' leaky bucket: 40 requests for an API key, leaking 2 a second (gorgias-api.md 7). */
export interface Bucket {
  /** Counts a request. Null when it fits; else the whole seconds until one would. */
  take(): number | null;
  /** Requests of the merchant's other apps, which share the bucket. */
  spill(requests: number): void;
  /** `X-Gorgias-Account-Api-Call-Limit`: used/limit. */
  header(): string;
}

export interface BucketOptions {
  readonly capacity: number;
  readonly perSecond: number;
  readonly clock?: () => number;
}

export function createBucket({ capacity, perSecond, clock = Date.now }: BucketOptions): Bucket {
  let used = 0;
  let at = clock();
  const leak = (): void => {
    const now = clock();
    used = Math.max(0, used - ((now - at) / 1_000) * perSecond);
    at = now;
  };
  return {
    take: () => {
      leak();
      if (used + 1 > capacity) return Math.max(1, Math.ceil((used + 1 - capacity) / perSecond));
      used += 1;
      return null;
    },
    spill: (requests) => {
      leak();
      used = Math.min(capacity, used + requests);
    },
    header: () => `${Math.ceil(used)}/${capacity}`,
  };
}
