import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { AuditProgress } from './audit-messages';

export * from './account-messages';
export { type AuditEnd, type AuditInput, type AuditProgress, MOST_SAMPLED, NIGHTLY_SAMPLE } from './audit-messages';
export { type ErasureEnd, type ErasureInput, erasureWorkflowId } from './erasure-messages';
export type { LastRun, SyncEstimate } from './plan-messages';
export {
  type RehearsalInput,
  type RehearsalProgress,
  rehearsalProgressQuery,
  rehearsalWorkflowId,
} from './rehearsal-messages';
export { SUMMARIES } from './timer-summaries';
export * from './webhook-messages';

/** Everything that crosses the workflow border: names, inputs, results, signals, queries, ids. API, CLI and SDK know nothing else. */

export const TASK_QUEUE = 'gorgias-connector';

export const RESOURCES = ['customers', 'tickets', 'satisfaction_surveys', 'tags'] as const;
export type Resource = (typeof RESOURCES)[number];

/** Input of `fullSyncWorkflow`; also typed by hand in the Temporal UI, so every field but `account` is optional. */
export interface FullSyncInput {
  /** The subdomain: `yourstore` for yourstore.gorgias.com. */
  readonly account: string;
  readonly resources?: readonly Resource[];
  /** Only records changed since this date (`2024-01-01` or an ISO datetime). */
  readonly since?: string;
  /** Rows a page, 1 to 100. */
  readonly batchSize?: number;
  /** Read and map, write nothing to Brevo. */
  readonly dryRun?: boolean;
}

/** Input of `incrementalSyncWorkflow`. A schedule starts it with the account alone; the other fields are for runs by hand. */
export type IncrementalSyncInput = FullSyncInput;

/** Input of `automationsBackfillWorkflow`: how far back the feed is read; a year when missing. */
export interface AutomationsBackfillInput {
  readonly account: string;
  readonly since?: string;
}

/** Input of `publishingWorkflow`: what is due stands in the store. */
export interface PublishingInput {
  readonly account: string;
}

/** Input of `ticketWorkflow`; signal-with-start brings it along with every hint. */
export interface TicketInput {
  readonly account: string;
  readonly ticketId: number;
}

/** Input of `campaignWorkflow`: what was asked for stands in the store. */
export interface CampaignInput {
  readonly account: string;
  readonly requestId: string;
}

/** Result of `campaignWorkflow`. */
export interface CampaignEnd {
  readonly status: 'sent' | 'skipped';
}

export const HINT_SOURCES = ['webhook', 'feed', 'list', 'sdk', 'policy', 'backfill'] as const;
export type HintSource = (typeof HINT_SOURCES)[number];

/**
 * Payload of the signal `ticketEvent`: a reason to refresh the ticket, never the truth about it. Nothing in it is believed, so an
 * empty object typed by hand does as well.
 */
export interface TicketHint {
  readonly source: HintSource;
  /** What the sender says happened, e.g. `ticket-status-updated`; shown, not believed. */
  readonly trigger?: string;
}

/** Answer of the `state` query. Names nobody. */
export interface TicketView {
  readonly account: string;
  readonly ticketId: number;
  /** `open`, `closed`, `snoozed`, `spam`, `trashed`, `deleted`, `merged` or `unknown`. */
  readonly status: string;
  readonly outcome: string | null;
  /** One sentence, e.g. `closed, waiting for the survey until 29 Nov`. */
  readonly sentence: string;
  /** When the ticket is refreshed by itself; null: only when something comes. */
  readonly waitingUntil: string | null;
  readonly hints: number;
}

/** Result of `ticketWorkflow`: how the ticket stood when nothing more was awaited. */
export interface TicketEnd {
  readonly status: string;
  readonly outcome: string | null;
  readonly sentence: string;
}

export interface SyncTotals {
  readonly requests: number;
  readonly pages: number;
  readonly rows: number;
  readonly published: number;
  readonly unchanged: number;
  readonly held: number;
  readonly enriched: number;
  readonly seconds: number;
}

export type SyncPhase = 'preparing' | 'reading' | 'enriching' | 'confirming' | 'done';

export interface ResourceProgress {
  readonly name: string;
  readonly pages: number;
  readonly rows: number;
  /** What is known of the account, or the estimate of a first run; null when nobody can tell. */
  readonly expectedRows: number | null;
  readonly done: boolean;
}

/** Answer of the `progress` query. */
export interface SyncProgress {
  readonly account: string;
  readonly runId: string;
  readonly phase: SyncPhase;
  readonly state: 'running' | 'paused' | 'waiting' | 'completed';
  /** One sentence for a person, e.g. `reading tickets: page 12, 1,200 rows`. */
  readonly sentence: string;
  readonly startedAt: string;
  readonly resources: readonly ResourceProgress[];
  /** Contacts written to Brevo, looked at and unchanged, held back in quarantine, and still to look at. */
  readonly published: number;
  readonly unchanged: number;
  readonly held: number;
  readonly due: number;
  readonly requests: number;
  readonly enriched: number;
  /** Null before it is counted. */
  readonly toEnrich: number | null;
  /** The same as it was reckoned with when the run began; null: it was not. */
  readonly expectedDetails: number | null;
  readonly budgetLeft: number | null;
  /** 0 to 100; null while the size of the account is not known. */
  readonly percent: number | null;
  /** Until the run ends, by the requests that are left; null when it can't be told yet, and while only Brevo is waited for. */
  readonly etaSeconds: number | null;
}

export interface ConnectionTestInput {
  readonly account: string;
}

export interface ConnectionCheck {
  readonly name: string;
  readonly ok: boolean;
  /** `API authentication successful`, or what is wrong and what to do. */
  readonly sentence: string;
  readonly code?: string;
}

export interface PlanInput {
  readonly account: string;
}

/** Search attribute that every run has. */
export const ACCOUNT_ATTRIBUTE = { name: 'GorgiasAccount', type: 'KEYWORD' } as const;
/** Temporal's own: the schedule that has started a run. */
export const SCHEDULED_BY_ATTRIBUTE = { name: 'TemporalScheduledById', type: 'KEYWORD' } as const;

export const TICKET_ID_ATTRIBUTE = { name: 'GorgiasTicketId', type: 'KEYWORD' } as const;
export const TICKET_STATUS_ATTRIBUTE = { name: 'TicketStatus', type: 'KEYWORD' } as const;
export const OUTCOME_ATTRIBUTE = { name: 'Outcome', type: 'KEYWORD' } as const;

export const ticketSummary = (ticketId: number): string => `Ticket ${String(ticketId)}`;
export const syncSummary = (type: 'full' | 'incremental', account: string): string =>
  `${type === 'full' ? 'Full' : 'Incremental'} sync of ${account}`;

export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
/** Something may have changed for a campaign that is held. */
export const refreshSignal = defineSignal('lookAgain');
export const ticketEventSignal = defineSignal<[TicketHint]>('ticketEvent');
export const stateQuery = defineQuery<TicketView>('state');
export const progressQuery = defineQuery<SyncProgress>('progress');
export const auditProgressQuery = defineQuery<AuditProgress>('progress');

export const fullSyncWorkflowId = (account: string): string => `full-sync/${account}`;
export const incrementalSyncWorkflowId = (account: string): string => `incremental-sync/${account}`;
/** The schedule's id; Temporal adds the time to the id of each run that it starts. */
export const incrementalScheduleId = (account: string): string => incrementalSyncWorkflowId(account);
export const publishingWorkflowId = (account: string): string => `publishing/${account}`;
export const ticketWorkflowId = (account: string, ticketId: number): string => `ticket/${account}/${String(ticketId)}`;
export const campaignWorkflowId = (account: string, requestId: string): string => `campaign/${account}/${requestId}`;
export const connectionTestWorkflowId = (account: string): string => `connection-test/${account}`;
export const automationsBackfillWorkflowId = (account: string): string => `automations-backfill/${account}`;
export const auditWorkflowId = (account: string): string => `audit/${account}`;
export const planWorkflowId = (account: string): string => `plan/${account}`;

export const WORKFLOW_TYPES = {
  fullSync: 'fullSyncWorkflow',
  incrementalSync: 'incrementalSyncWorkflow',
  publishing: 'publishingWorkflow',
  ticket: 'ticketWorkflow',
  campaign: 'campaignWorkflow',
  connectionTest: 'connectionTestWorkflow',
  keyTrial: 'keyTrialWorkflow',
  settingsCheck: 'settingsCheckWorkflow',
  vendorOffers: 'vendorOffersWorkflow',
  listMaking: 'listMakingWorkflow',
  plan: 'planWorkflow',
  automationsBackfill: 'automationsBackfillWorkflow',
  audit: 'auditWorkflow',
  webhookSetup: 'webhookSetupWorkflow',
  webhookRemoval: 'webhookRemovalWorkflow',
  rehearsal: 'rehearsalWorkflow',
  privacyErase: 'privacyEraseWorkflow',
} as const;
