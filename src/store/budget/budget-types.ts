export type Lane = 'live' | 'feed' | 'backfill' | 'enrichment';

export interface BucketSize {
  readonly capacity: number;
  readonly perSecond: number;
}

export type Take =
  { readonly granted: true; readonly takes: number } | { readonly granted: false; readonly waitMs: number };

export interface Budget {
  /** One statement. Leaves at least `keep` requests in the bucket; creates a full bucket of `size` when there is none, adopts a changed `size`. */
  take(account: string, bucket: string, options: { readonly size: BucketSize; readonly keep: number }): Promise<Take>;
  /** Believes the vendor's own count: `left` requests were free when it answered the request that was granted as number `takes`. */
  correct(account: string, bucket: string, seen: { takes: number; left: number; capacity?: number }): Promise<void>;
  /** Retry-After: closed for everybody. Never opens an already later closing. */
  close(account: string, bucket: string, forMs: number): Promise<void>;
  read(
    account: string,
    bucket: string,
  ): Promise<{ left: number; capacity: number; perSecond: number; takes: number; closedForMs: number } | null>;
}
