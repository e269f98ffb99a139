import type { Walk } from '../../domain/sync/walk';
import type { Timestamp } from '../../domain/timestamp';

/** Written together with a page's facts, in one transaction. */
export interface Position {
  readonly runId: string;
  readonly resource: string;
  readonly walk: Walk;
  /** True: the walk is no complete one, so that meeting a row, or not meeting it, says nothing about what is gone. */
  readonly partial: boolean;
}

export interface RunRow {
  readonly runId: string;
  readonly type: 'full' | 'incremental';
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly startedAt: Timestamp;
  readonly finishedAt: Timestamp | null;
  /** Nothing was written to Brevo: what it counts as published would be. */
  readonly dryRun: boolean;
  readonly totals: Readonly<Record<string, number>>;
}

export interface RunTotals {
  /** Gorgias requests granted since the run began. */
  readonly requests: number;
  readonly pages: number;
  readonly rows: number;
  /** Contacts written to Brevo since the run began, and those that stood as they were. */
  readonly published: number;
  readonly unchanged: number;
  /** Records that wait in quarantine. */
  readonly held: number;
  /** Customers whose details were read since the run began. */
  readonly enriched: number;
  readonly seconds: number;
}

export interface Runs {
  /** A full sync is about to read what stands before its lists: those requests are its own, too. */
  readsReference(account: string): Promise<void>;
  /** Idempotent by run id. Returns the start time that was first recorded. */
  begin(
    account: string,
    run: { runId: string; type: RunRow['type']; request: Readonly<Record<string, unknown>> },
  ): Promise<{ startedAt: Timestamp }>;
  finish(
    account: string,
    runId: string,
    how: { readonly state: Exclude<RunRow['state'], 'running'>; readonly totals: Readonly<Record<string, number>> },
  ): Promise<void>;
  /** It is at work just now. */
  touch(account: string, runId: string): Promise<void>;
  /** False: it has ended, or has done nothing for a quarter of an hour; then its workflow is most likely gone. */
  isAlive(account: string, runId: string): Promise<boolean>;
  /** What the run did so far, counted from the facts themselves. */
  totals(account: string, runId: string): Promise<RunTotals>;
  find(account: string, runId: string): Promise<RunRow | null>;
  /** Of one type, or of any. */
  last(account: string, type?: RunRow['type']): Promise<RunRow | null>;
  /** The newest that came to its end; one that was no dry run, unless `dry`. */
  lastCompleted(account: string, options?: { readonly dry?: boolean }): Promise<RunRow | null>;
  /** The newest full sync that came to its end and read every list from its beginning; one that was no dry run, unless `dry`. */
  lastWhole(account: string, options?: { readonly dry?: boolean }): Promise<RunRow | null>;
  /** Removes finished incremental runs but the newest ones: there is one a minute. */
  forgetOld(account: string): Promise<void>;
  walk(account: string, runId: string, resource: string): Promise<{ walk: Walk; done: boolean } | null>;
  saveWalk(account: string, position: Position): Promise<void>;
  watermark(account: string, resource: string): Promise<Timestamp | null>;
  /** Moves forward only. */
  setWatermark(account: string, resource: string, at: Timestamp): Promise<void>;
}
