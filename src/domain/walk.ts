import type { Timestamp } from './records';

/**
 * Where a walk through one of Gorgias' cursor lists stands. Lists sorted by `updated_datetime` are walked oldest first, so that a row
 * that changes meanwhile moves ahead of us and is met again, never skipped. When a cursor expires, the rest is read from the newest
 * row backwards down to the last committed position, and then what changed meanwhile is caught up the same way.
 */
export interface Walk {
  readonly direction: 'asc' | 'desc';
  readonly cursor: string | null;
  /** Sort value of the last row committed in the ascending pass. */
  readonly position: Timestamp | null;
  /** A descending pass ends at the first row that is older than this. */
  readonly floor: Timestamp | null;
  /** When the current pass began; the catch-up pass reads down to here. */
  readonly passStartedAt: Timestamp;
  readonly restarts: number;
  readonly pages: number;
  readonly rows: number;
  readonly done: boolean;
}
