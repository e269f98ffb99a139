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
  /** What the last complete full sync took in fact; null: there was none. Missing: asked of an earlier release. */
  readonly lastRun?: LastRun | null;
}

export interface LastRun {
  readonly finishedAt: string;
  readonly seconds: number;
  readonly requests: number;
}
