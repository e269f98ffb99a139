import type { BrevoClient } from '../brevo/types';
import type { ConnectorConfig } from '../config/types';
import type { ErrorCode } from '../domain/errors/connector-error';
import type { Disposition, Subject } from '../domain/errors/dispositions';
import type { ResolvedField } from '../domain/contact/mapping-types';
import type { GorgiasClient } from '../gorgias/types';
import type { PageSize } from '../domain/sync/page-size';
import type { Vendor } from '../http/vendor';
import type { Credentials } from '../store/accounts/account-types';
import type { Lane, Store } from '../store/types';
import type { TicketHint } from '../workflows/messages';
import type { TrialClients } from './trial-clients';

/**
 * `person`: somebody waits for the answer, so that what is held back is tried. `attempt`: the rules have just allowed it to leave, which
 * holds for seconds; a request that could not leave in this time does nothing and throws `brevo.busy`.
 */
export type Asker = 'person' | 'program' | 'attempt';

/** What an activity may use. */
export interface ActivityDeps extends WorkerDeps {
  readonly memory: ActivityMemory;
}

/** What the activities of one worker remember for each other, by account. Nothing is lost with it. */
export interface ActivityMemory {
  readonly mappings: Map<string, CheckedMapping>;
  /** The newest attempt to make lists: the next one waits for it. */
  readonly makingLists: Map<string, Promise<unknown>>;
  /** When Brevo last took a tag for no list, milliseconds since 1970, by account and tag. */
  readonly refusedTags: Map<string, number>;
  /** What failed and has not worked since: how often. */
  readonly tries: Map<string, Tries>;
  /** How many rows a page of a list has now, where that was changed: by account and list. */
  readonly pageSizes: Map<string, PageSize>;
}

/** How often something has failed in this process, and since when (milliseconds since 1970). */
interface Tries {
  readonly count: number;
  readonly sinceMs: number;
}

/** A mapping as Brevo was found to fit it. */
export interface CheckedMapping {
  readonly atMs: number;
  readonly fields: readonly ResolvedField[];
  /** The Brevo account that it was checked against. */
  readonly brevo: string | null;
}

/** What a worker gives its activities; built once in `worker.ts`. */
export interface WorkerDeps {
  readonly store: Store;
  /** Settings may differ from account to account. */
  readonly configOf: (account: string) => ConnectorConfig;
  /** A client whose every request is taken from the account's budget in this lane. */
  readonly gorgias: (account: string, lane: Lane, asker?: Asker) => GorgiasClient;
  readonly brevo: (account: string, asker?: Asker) => BrevoClient;
  /** Clients of the account with keys that are not stored; whoever takes them closes them. */
  readonly withKeys: (account: string, keys: Credentials) => TrialClients;
  /** When the vendor itself last answered this process for the account, milliseconds since 1970; null: not yet. */
  readonly answeredAt: (vendor: Vendor, account: string) => number | null;
  /** How far the vendor's clock was ahead of ours at its last answer, in milliseconds; null: not known yet. */
  readonly clockAheadMs: (vendor: Vendor) => number | null;
  /** What Gorgias is told to send in the header of its webhooks; missing: none is configured. */
  readonly webhookSecret?: string | null;
  /** Signals the ticket's workflow, starting it when it does not run. */
  readonly signalTicket: (account: string, ticketId: number, hint: TicketHint) => Promise<void>;
  /** Wakes the workflow of a campaign that a program asked for. */
  readonly signalCampaign: (account: string, requestId: string) => Promise<void>;
  /** Terminates those of these workflows that run, and answers how many did; missing: none ever runs. */
  readonly endWorkflows?: (workflowIds: readonly string[], why: string) => Promise<number>;
  /** Has a sample of the account's contacts audited, unless an audit is under way; missing: nobody audits by night. */
  readonly startNightlyAudit?: (account: string) => Promise<void>;
  /** Hears what each failure was taken for; missing: nobody counts. */
  readonly onJudged?: (failure: JudgedFailure) => void;
  readonly log: ActivityLog;
  readonly now: () => Date;
}

/** One failure of a step, and what has come of it by the table of dispositions. */
export interface JudgedFailure {
  readonly account: string;
  readonly code: ErrorCode;
  readonly subject: Subject;
  readonly disposition: Disposition;
}

export interface ActivityLog {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
