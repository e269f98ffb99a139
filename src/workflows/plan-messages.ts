import type { ListByName } from '../domain/list-name';

/** What a full sync would cost, before anything is written. */
export interface SyncEstimate {
  /** True when counts come from a complete earlier sync; false when they are extrapolated from a few pages. */
  readonly exact: boolean;
  readonly resources: readonly { readonly name: string; readonly rows: number; readonly requests: number }[];
  readonly listRequests: number;
  readonly enrichmentRequests: number;
  /** At the configured rate, burst and reserve. */
  readonly listMinutes: number;
  readonly enrichmentMinutes: number;
  readonly contactsToWrite: number;
  readonly brevoImports: number;
  /** What each list that is given by name comes to. Missing: asked of an earlier release. */
  readonly lists?: readonly ListByName[];
  /** What the last complete full sync took in fact; null: there was none. Missing: asked of an earlier release. */
  readonly lastRun?: LastRun | null;
}

export interface LastRun {
  readonly finishedAt: string;
  readonly seconds: number;
  readonly requests: number;
}
