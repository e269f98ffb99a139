import type { ErrorCode } from '../domain/errors/connector-error';
import type { Unsent } from '../store/gauges';
import type {
  AuditInput,
  AuditProgress,
  ConnectionCheck,
  FullSyncInput,
  KeyTrial,
  MadeList,
  RehearsalInput,
  SettingsCheck,
  SyncEstimate,
  SyncProgress,
  TicketHint,
  VendorOffers,
  WebhookRemoval,
  WebhookRemovalInput,
  WebhookSetup,
} from '../workflows/messages';

export type SyncType = 'full' | 'incremental';

export interface InstallRequest {
  /** The subdomain: `yourstore` for yourstore.gorgias.com. */
  readonly account: string;
  readonly domain: string;
  readonly email: string;
  readonly gorgiasApiKey: string;
  readonly brevoApiKey: string;
}

/** What `rotate-key` replaces; the rest stays. */
export interface KeyChange {
  readonly email?: string;
  readonly gorgiasApiKey?: string;
  readonly brevoApiKey?: string;
}

export interface Uninstalled {
  readonly account: string;
  readonly purged: boolean;
  /** Running workflows that were ended, beside the full sync, which is cancelled first. */
  readonly workflowsEnded: number;
  readonly rowsDeleted: number;
  /** Campaigns and events that had not left and never will. */
  readonly dropped: Unsent;
}

/** Temporal's own view of the newest sync of an account: the truth about runs that were terminated from outside. */
export interface LatestRun {
  /** First execution's run id, the same over continue-as-new; what {@link SyncProgress.runId} and the store call `runId`. */
  readonly runId: string;
  /** A terminated or timed-out run is `failed`. */
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Safe to show: no person, no secret. Null unless failed. */
  readonly failure: string | null;
  /** A code of the closed list; null: it has not failed. */
  readonly failureCode: ErrorCode | null;
}

/** Which run a caller has got, and how. */
export interface SyncTurn {
  /** `joined`: a run that does what was asked for was under way already. `waiting`: another one is, and nothing was begun. */
  readonly turn: 'started' | 'joined' | 'waiting';
  readonly workflowId: string;
  /** Of the run that is under way now; see {@link LatestRun}. */
  readonly runId: string;
  readonly startedAt: string;
}

export interface AutomationsBackfill {
  readonly run: LatestRun;
  /** Null: it cannot tell just now. */
  readonly progress: SyncProgress | null;
}

export interface AuditRun {
  readonly run: LatestRun;
  /** Null: it cannot tell just now. */
  readonly progress: AuditProgress | null;
}

/**
 * Everything that the API asks of Temporal. Each call throws `temporal.unavailable` when the server can't be reached in time, so
 * that the API can answer 503 instead of hanging.
 */
export interface ConnectorControl {
  /** Seals and stores the keys; replaces those of an account that is installed already. Calls no vendor. */
  install(request: InstallRequest): Promise<void>;
  /** Asks the vendors that these keys are about whether they accept them; nothing is stored. Empty: the account is switched off, and nobody is asked. */
  tryKeys(account: string, change: KeyChange): Promise<readonly KeyTrial[]>;
  /** Replaces what is given; a run that waits for a key goes on at once. Calls no vendor. Throws `input.unknown_account`. */
  rotateKey(account: string, change: KeyChange): Promise<void>;
  /** Ends all that runs for the account and forgets its keys; with `purge` also what was read. May be repeated. Calls no vendor. */
  uninstall(account: string, options: { readonly purge: boolean }): Promise<Uninstalled>;
  /**
   * Starts a run; while another one of its type is under way that was started by hand, names that one. Without `wait` (the default) it throws
   * `conflict.already_running` then.
   */
  startSync(input: FullSyncInput, type?: SyncType, options?: { readonly wait: boolean }): Promise<SyncTurn>;
  /** The `progress` query; null when no run is known to Temporal or it cannot answer just now (no worker). */
  progress(account: string, type?: SyncType): Promise<SyncProgress | null>;
  /** Whether any worker asks for what there is to do: without one everything waits. */
  hasWorker(): Promise<boolean>;
  /** The note under which the schedule of the incremental sync stands still; null: it goes on, or there is none. Throws `temporal.unavailable`. */
  schedulePause(account: string): Promise<string | null>;
  /** The newest run that was started by hand, or the one with that id. Null when Temporal knows none. */
  latestRun(account: string, type?: SyncType, runId?: string): Promise<LatestRun | null>;
  pause(account: string): Promise<void>;
  resume(account: string): Promise<void>;
  /** Gorgias' five checks, then Brevo's, in the order in which they are to be shown. */
  testConnection(account: string): Promise<readonly ConnectionCheck[]>;
  plan(account: string): Promise<SyncEstimate>;
  /** Holds the text of a `tajo.yaml` against both vendors as they are now. */
  checkSettings(account: string, settings: string): Promise<SettingsCheck>;
  /** What settings can name of both vendors, as they are now. */
  readOffers(account: string): Promise<VendorOffers>;
  /** A list in Brevo for each name; one that is there is taken. */
  makeLists(account: string, names: readonly string[]): Promise<readonly MadeList[]>;
  /** Resolves when Temporal has accepted a signal to the ticket's workflow after this call, within 3 s; else throws `temporal.unavailable`. */
  ticketEvent(account: string, ticketId: number, hint: TicketHint): Promise<void>;
  /** Has a worker decide about a campaign that was written down, and send it. Throws `temporal.unavailable`. */
  triggerCampaign(account: string, requestId: string): Promise<void>;
  /**
   * Makes the HTTP integrations of Gorgias that send to `address`, or brings those that are there up to date. Those that send elsewhere are
   * moved, or without `move` a fault, `input.invalid`.
   */
  setUpWebhooks(account: string, address: string, options: { readonly move: boolean }): Promise<WebhookSetup>;
  /** Takes the HTTP integrations that are ours away, or with `dryRun` says which it would; those of other hosts only `everywhere`. */
  removeWebhooks(account: string, what: Omit<WebhookRemovalInput, 'account'>): Promise<WebhookRemoval>;
  /** Resolves when Temporal has accepted it; throws `conflict.already_running`. `since` is an ISO time. */
  startAutomationsBackfill(account: string, since: string): Promise<{ workflowId: string; runId: string }>;
  /** The newest reading back of the feed for rules and macros; null when Temporal knows none. */
  automationsBackfill(account: string): Promise<AutomationsBackfill | null>;
  /** Resolves when Temporal has accepted it; throws `conflict.already_running`. */
  startAudit(input: AuditInput): Promise<{ workflowId: string; runId: string }>;
  /** The newest audit or repair; null when Temporal knows none. */
  audit(account: string): Promise<AuditRun | null>;
  /** Resolves when Temporal has accepted it; throws `conflict.already_running`. `runId` is the id of its report. */
  startRehearsal(input: RehearsalInput): Promise<{ workflowId: string; runId: string }>;
  /**
   * From the answer on nothing of the person is taken in, and a workflow does the rest; one that is under way is joined. `person` is the hash
   * by which the receipt is found.
   */
  startErasure(request: {
    readonly account: string;
    readonly email: string;
    readonly brevo: boolean;
  }): Promise<{ person: string; workflowId: string }>;
  /** Temporal's own view of the newest rehearsal; null when it knows none. */
  rehearsal(account: string): Promise<LatestRun | null>;
}
