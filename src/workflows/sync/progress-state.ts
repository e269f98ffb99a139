import type { Meter, ReadResult, SyncSetup, WalkedResource } from '../../activities/types';
import type { SyncPhase, SyncProgress } from '../messages';
import type { Rehearsal } from './rehearsal';

/** What the run knows of itself; folded from the results of its activities. */
export interface ProgressState {
  readonly account: string;
  readonly runId: string;
  readonly startedAtMs: number;
  readonly phase: SyncPhase;
  readonly state: SyncProgress['state'];
  readonly setup: SyncSetup | null;
  readonly reads: Readonly<Partial<Record<WalkedResource, ReadResult>>>;
  readonly meter: Meter | null;
  /** Customers whose details are still to be read; null before enrichment. */
  readonly toEnrich: number | null;
  /** Dry run: what a real one would have written, as of the last look at everything. */
  readonly rehearsal: Rehearsal | null;
  /** Why the run waits, in words; null while it works. */
  readonly waitingFor: string | null;
  readonly pace: Pace;
  readonly shown: Shown;
}

/** How fast Gorgias was read lately. */
export interface Pace {
  readonly atMs: number;
  /** Time in which something came in. */
  readonly workedMs: number;
  /** Pages and details. */
  readonly requests: number;
  /** The same earlier, oldest first. */
  readonly marks: readonly { readonly workedMs: number; readonly requests: number }[];
}

/** What was said last. */
export interface Shown {
  readonly percent: number | null;
  readonly etaSeconds: number | null;
}

/** What a run's continuation goes on with. A dry run leaves no trace in the store by which it could go on, but for its `rehearsal`. */
export type HandedOn = Pick<ProgressState, 'reads' | 'toEnrich' | 'shown' | 'rehearsal'>;

export function initialProgress(account: string, runId: string, startedAtMs: number): ProgressState {
  return {
    account,
    runId,
    startedAtMs,
    phase: 'preparing',
    state: 'running',
    setup: null,
    reads: {},
    meter: null,
    toEnrich: null,
    rehearsal: null,
    waitingFor: null,
    pace: { atMs: startedAtMs, workedMs: 0, requests: 0, marks: [] },
    shown: { percent: null, etaSeconds: null },
  };
}
