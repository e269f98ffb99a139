import type { ConnectorConfig } from '../config/types';
import type { Lane } from '../store/types';

/** What the requests of one lane leave in an account's bucket. */
export interface Reserve {
  /** Requests that are left by whoever has just come. */
  readonly keep: number;
  /** A lane that was given nothing for so long, in milliseconds, is behind: its next few requests leave only what jitter needs. Infinity: never. */
  readonly behindAfterMs: number;
  readonly keepBehind: number;
}

/** How far requests may bunch up on their way: our bucket refills from the grant on, the vendor's only from the arrival. */
const JITTER_SECONDS = 0.5;
/** What live traffic leaves above that: the one request that a lane takes that is behind, and that others would have taken from under it. */
const FOR_WHO_IS_BEHIND = 1;

/**
 * How long each lane stands back for the others. Eight hundred webhooks are 400 s of live traffic at Gorgias' two requests a second: the feed,
 * of which one request tells of a hundred tickets, is read meanwhile, four requests each ten seconds, and a full sync comes on, too.
 */
const BEHIND_AFTER_MS: Readonly<Record<Lane, number>> = {
  live: Infinity,
  feed: 10_000,
  backfill: 60_000,
  enrichment: Infinity,
};

/**
 * What a lane must leave in the bucket: live traffic nearly empties it, everything else leaves room for live traffic and for the merchant's
 * other apps (design D2). Nobody takes what jitter needs, or a bunch would meet a 429; of a small bucket that is a quarter at most.
 */
export function laneReserve(lane: Lane, { reserve, perSecond, burst }: ConnectorConfig['rate']): Reserve {
  const jitter = Math.min(perSecond * JITTER_SECONDS, burst / 4);
  const least = jitter + Math.min(FOR_WHO_IS_BEHIND, burst / 4);
  return { keep: Math.max(ofLane(lane, reserve), least), behindAfterMs: BEHIND_AFTER_MS[lane], keepBehind: jitter };
}

function ofLane(lane: Lane, reserve: number): number {
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
