import type { ConnectionCheck, FullSyncInput, SyncPlan, SyncProgress } from '../workflows/messages';

export interface InstallRequest {
  /** The subdomain: `yourstore` for yourstore.gorgias.com. */
  readonly account: string;
  readonly domain: string;
  readonly email: string;
  readonly gorgiasApiKey: string;
  readonly brevoApiKey: string;
}

/** Temporal's own view of the newest full sync of an account: the truth about runs that were terminated from outside. */
export interface LatestRun {
  /** First execution's run id, the same over continue-as-new; what {@link SyncProgress.runId} and the store call `runId`. */
  readonly runId: string;
  /** A terminated or timed-out run is `failed`. */
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Safe to show: no person, no secret. Null unless failed. */
  readonly failure: string | null;
}

/**
 * Everything that the API asks of Temporal. Each call throws `temporal.unavailable` when the server can't be reached in time, so
 * that the API can answer 503 instead of hanging.
 */
export interface ConnectorControl {
  /** Seals and stores the keys; replaces those of an account that is installed already. Calls no vendor. */
  install(request: InstallRequest): Promise<void>;
  /** Resolves when Temporal has accepted the run; throws `conflict.already_running`. */
  startSync(input: FullSyncInput): Promise<{ workflowId: string; runId: string }>;
  /** The `progress` query; null when no run is known to Temporal or it cannot answer just now (no worker). */
  progress(account: string): Promise<SyncProgress | null>;
  /** Null when Temporal knows no run. */
  latestRun(account: string): Promise<LatestRun | null>;
  pause(account: string): Promise<void>;
  resume(account: string): Promise<void>;
  /** Gorgias' five checks, then Brevo's, in the order in which they are to be shown. */
  testConnection(account: string): Promise<readonly ConnectionCheck[]>;
  plan(account: string): Promise<SyncPlan>;
}
