/** Requests that are about the same, the first in line first: each must leave more of the budget than the one before. */
export type Lane = 'live' | 'feed' | 'backfill' | 'enrichment';
