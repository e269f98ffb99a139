import type { Resource } from '../contract/requests';
import type { SyncProgress, SyncStarted, SyncTotals } from '../contract/sync';

// What the calls answer has its types beside the calls; all of them are the SDK's too, so that a new one is named once.
export type * from '../contract/accounts';
export type * from '../contract/quarantine';
export type * from '../contract/status';
export type * from '../contract/sync';
export type { Resource };

export type ConnectorName = 'gorgias';

/** A run that has ended well. */
export interface SyncFinished extends SyncStarted {
  readonly state: 'completed';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly totals: SyncTotals;
}

export interface TajoClientOptions {
  /** Key of the connector; else `TAJO_API_KEY`, else that of a connector started by `npm start` in this folder. */
  readonly apiKey?: string | undefined;
  /** Address of the connector; else `TAJO_URL`, else that of a connector started in this folder, else `http://127.0.0.1:8080`. */
  readonly url?: string | undefined;
  /** Used by `connect`. */
  readonly brevoApiKey?: string | undefined;
  /** Used by `connect`; else `GORGIAS_EMAIL`. */
  readonly email?: string | undefined;
  /**
   * Under which name `connectors.on` listens; `default` by default. Each name gets every event, and stands where it stopped; two programs
   * under one name both get each event that the other has not dealt with yet, so give each a name of its own.
   */
  readonly subscriber?: string | undefined;
}

export interface AccountOption {
  /** Which installed account; may be left out when there is only one. */
  readonly account?: string | undefined;
}

export interface ConnectOptions {
  /** `yourstore.gorgias.com` */
  readonly domain: string;
  /** The Gorgias user's e-mail: the user name of its Basic Auth. */
  readonly email?: string | undefined;
  readonly apiKey: string | undefined;
  readonly brevoApiKey?: string | undefined;
  /** Keep the keys also when a vendor refuses them, or cannot be asked. */
  readonly force?: boolean | undefined;
}

/** What is left out stays as it is. */
export interface RotateKeyOptions extends AccountOption {
  /** The Gorgias user's e-mail, when the new key belongs to another user. */
  readonly email?: string | undefined;
  /** The new Gorgias API key. */
  readonly apiKey?: string | undefined;
  readonly brevoApiKey?: string | undefined;
  /** Keep the keys also when a vendor refuses them, or cannot be asked. */
  readonly force?: boolean | undefined;
}

export interface UninstallOptions extends AccountOption {
  /** True: delete everything that was read of the account. False: keep it for a later install. Brevo keeps its contacts either way. */
  readonly purge: boolean;
}

export interface FollowOptions extends AccountOption {
  /** `full` when missing. */
  readonly type?: 'full' | 'incremental' | undefined;
  /** Which run; the newest of its type that was started by hand when missing. */
  readonly runId?: string | undefined;
  /** Called with each new state of the run, about once a second. */
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined;
  /** Stops following; the run itself goes on. */
  readonly signal?: AbortSignal | undefined;
  /**
   * What comes of a run that only a person can bring on: its account is paused, or a vendor refuses its key. `throw`: `account.paused`, or the
   * code of the refusal, as soon as that is seen; the run keeps its place and goes on once it can. Default: `wait`, for as long as it takes.
   */
  readonly whileStopped?: 'wait' | 'throw' | undefined;
}

export interface SyncOptions extends Omit<FollowOptions, 'runId'> {
  readonly resources?: readonly Resource[] | undefined;
  /** Only records changed since this date (`2024-01-01`) or time. */
  readonly since?: string | undefined;
  /** Rows a page, 1 to 100. */
  readonly batchSize?: number | undefined;
  /** Read and map, write nothing to Brevo. */
  readonly dryRun?: boolean | undefined;
  /**
   * False: resolve when the run has started, and throw `conflict.already_running` while another one is under way. Default: resolve when it has
   * ended, and join the one under way when it does the same, or wait until it has ended.
   */
  readonly wait?: boolean | undefined;
  /**
   * Called when it is known which run is followed: the own one, one that was joined, or one that is waited for; then `onProgress` tells of
   * that one, and this is called again when it has ended.
   */
  readonly onTurn?: ((turn: SyncStarted) => void) | undefined;
}

export interface QuarantineOptions extends AccountOption {
  readonly cause?: string | undefined;
  /** 1 to 1,000; 100 by default. */
  readonly limit?: number | undefined;
}

export interface QuarantineRetryOptions extends AccountOption {
  /** One of the causes that {@link ConnectorStatus} counts. */
  readonly cause: string;
  /** Count only. */
  readonly dryRun?: boolean | undefined;
}
