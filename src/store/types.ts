import type { Customer, CustomField, CustomFieldValue, Message, Survey, Tag, Ticket, User } from '../domain/records';
import type { Timestamp } from '../domain/timestamp';
import type { Db } from './database/connection';
import type { RefreshQueue, TicketReader } from './tickets/ticket-types';
import type { Tickets } from './tickets/ticket-states';
import type { LiveTables } from './live-tables';
import type { Feed } from './sync/feed';
import type { Sweeps } from './sync/sweeps';
import type { OpenSupport } from './contacts/open-support';
import type { Gauges } from './gauges';
import type { Changes } from './changes';
import type { Search } from './facts/search';
import type { Satisfactions } from './satisfaction/satisfaction-types';
import type { Sessions } from './sessions/sessions';
import type { Funnels } from './campaigns/funnel-types';
import type { LaneUse } from './budget/lane-use';
import type { Lags } from './sync/lags';
import type { Position, Runs } from './sync/run-types';
import type { Decisions } from './campaigns/campaign-types';
import type { Outbox } from './outbox/outbox-types';
import type { Restores } from './outbox/restores';
import type { Accounts } from './accounts/account-types';
import type { Admission } from './accounts/admission';
import type { UnansweredRequests } from './accounts/unanswered';
import type { Audits } from './audits/audit-types';
import type { Budget } from './budget/budget';
import type { BrevoProofs } from './contacts/brevo-proofs';
import type { Contacts, Imports } from './contacts/publication-types';
import type { Quarantine } from './quarantine/quarantine-types';
import type { Stories } from './tickets/stories';
import type { Automations } from './automations/automation-types';
import type { Subscribers, TicketEvents } from './subscriptions/subscribers';
import type { CampaignHistory } from './campaigns/campaign-history';
import type { CampaignRequests } from './campaigns/campaign-types';
import type { PastReader, Rehearsals } from './rehearsals/rehearsal-types';
import type { Privacy } from './privacy/erasure-types';
import type { HistoryKeys } from './privacy/history-keys';
import type { WebhookHealthBook } from './accounts/webhook-health';

export type { AccountRow, Accounts, BrevoBinding, Credentials, Resealed } from './accounts/account-types';

/** What one page did to the facts. `changed` counts rows that were new or different. */
export interface Stored {
  readonly rows: number;
  readonly changed: number;
}

export interface Facts {
  /** The database's clock: asked before a request, it dates what is answered. */
  now(): Promise<Timestamp>;
  /**
   * Upserts a page in one statement: newest `updated_at` wins, an equal row is left alone; of two customers with one date the one that was
   * asked for later, `readAt` by the database's clock. Contacts touched by a changed row are marked
   * due; with `markAll` those of every row. A row that comes back after a tombstone is alive again. Position null: a single look, no walk.
   */
  storeCustomers(
    account: string,
    rows: readonly Customer[],
    options: {
      readonly position: Position | null;
      readonly markAll: boolean;
      /** Missing: just now. */
      readonly readAt?: Timestamp;
    },
  ): Promise<Stored>;
  storeTickets(account: string, rows: readonly Ticket[], position: Position | null): Promise<Stored>;
  storeSurveys(account: string, rows: readonly Survey[], position: Position | null): Promise<Stored>;
  /** Internal notes and deleted messages must have been left out by the caller. */
  storeMessages(
    account: string,
    rows: readonly (Message & { automated: boolean })[],
    position: Position,
  ): Promise<Stored>;
  storeCustomerDetail(account: string, detail: CustomerDetailFacts): Promise<void>;
  /** How long ago the customer's details were read, by the database's clock (null: never), and who stands for them; null: nobody knows them. */
  customerAge(
    account: string,
    id: number,
  ): Promise<{ readonly ageMs: number | null; readonly mergedInto: number | null } | null>;
  /** Leaves a customer's details as they are known and takes them for read, because they cannot be. */
  passCustomerDetail(account: string, id: number, readAt: Timestamp): Promise<void>;
  replaceUsers(account: string, rows: readonly User[]): Promise<void>;
  replaceCustomFields(account: string, rows: readonly CustomField[]): Promise<void>;
  tags(account: string): Promise<readonly Tag[]>;
  /**
   * Corrects tags that were renamed or are gone on all tickets that carry them, in one pass for all of them. Their contacts are marked due. A
   * list that was made for a tag follows its name, unless the new name has one. Goes on where the same changes were interrupted, and no ticket is
   * corrected twice: of two tags that exchanged their names each becomes the other once. The names become known with the end of it.
   * @param listed the tags as they are now, by which the changes were found
   */
  changeTags(account: string, changes: readonly TagChange[], listed: readonly Tag[]): Promise<void>;
  /** These changed, and no list will show it: they are to be read one by one. */
  readLater(account: string, kind: 'customer' | 'ticket', ids: readonly number[]): Promise<void>;
  /** Highest id first. */
  recordsToRead(account: string, kind: 'customer' | 'ticket', limit: number): Promise<readonly number[]>;
  recordsRead(account: string, kind: 'customer' | 'ticket', ids: readonly number[]): Promise<void>;
  tagNames(account: string): Promise<readonly string[]>;
  /** Tags of the shops' customers, as far as their details were read. */
  shopTagNames(account: string): Promise<readonly string[]>;
  customFields(account: string): Promise<readonly CustomField[]>;
  botUserIds(account: string): Promise<readonly number[]>;
  /** 404: the record stays as a tombstone; its contact is marked due, and what could not be read of it is no matter any more. */
  markDeleted(account: string, kind: 'customer' | 'ticket', id: number): Promise<void>;
  /** 301: the record is marked merged; both contacts are marked due. Chains are flattened. What could not be read of it is no matter any more. */
  markMerged(
    account: string,
    kind: 'customer' | 'ticket',
    merge: { readonly id: number; readonly survivorId: number },
  ): Promise<void>;
  /** Whom it was merged into, as far as is known; null: into nobody. */
  mergedInto(account: string, kind: 'customer' | 'ticket', id: number): Promise<number | null>;
  /**
   * Live rows that the given complete walk did not meet, lowest id first. One call looks at so many rows as takes a moment, and keeps where
   * the first was found that is left; `done`: there are no more behind them.
   */
  unseen(
    account: string,
    kind: 'customer' | 'ticket',
    options: { readonly runId: string; readonly limit: number },
  ): Promise<{ readonly ids: readonly number[]; readonly done: boolean }>;
  /** Says that an unseen row was looked up and exists. */
  markSeen(
    account: string,
    kind: 'customer' | 'ticket',
    seen: { readonly id: number; readonly runId: string },
  ): Promise<void>;
  /**
   * Live customers active since `since` whose details were not read since `readSince`, newest activity first. With `runId` where the run stands
   * is kept, and only so far ahead is looked as takes a moment: fewer than `limit` may be found, but none only where there are none.
   */
  customersToEnrich(
    account: string,
    filter: {
      readonly since: Timestamp;
      readonly readSince: Timestamp;
      readonly limit: number;
      readonly runId?: string;
    },
  ): Promise<readonly number[]>;
  counts(account: string): Promise<FactCounts>;
  /** Where tags are, whatever Gorgias' list of tags says. */
  tagPlaces(account: string): Promise<Readonly<Record<'tickets' | 'shopify', TagPlace>>>;
}

export interface TagChange {
  readonly from: string;
  /** Null: the tag is gone. */
  readonly to: string | null;
  /** What the tickets carry instead has to be read ({@link Facts.recordsToRead}). */
  readonly readAgain: boolean;
}

export interface TagPlace {
  /** Different tags. */
  readonly names: number;
  /** Tickets or customers that have one. */
  readonly records: number;
}

export interface CustomerDetailFacts {
  readonly id: number;
  readonly phone: string | null;
  readonly channelEmail: string | null;
  /** Of all live channels, not kept: by these an erased person is known. */
  readonly emails?: readonly string[];
  readonly shopValues: Readonly<Record<string, CustomFieldValue>>;
  readonly readAt: Timestamp;
}

export interface FactCounts {
  readonly customers: number;
  readonly customersWithoutEmail: number;
  readonly tickets: number;
  /** Without snoozed ones. */
  readonly openTickets: number;
  /** Closed in Gorgias with a time to come at which they open again. */
  readonly snoozedTickets: number;
  readonly surveys: number;
  readonly scoredSurveys: number;
  readonly messages: number;
  readonly tags: number;
  /** Customers and tickets that were deleted in Gorgias, or merged into others. */
  readonly deleted: number;
  readonly merged: number;
}

export type { ContactCustomer, ContactFacts } from '../domain/contact/contact';
export type { AuditedContact, AuditPosition, AuditRow, Audits, Finding, StoredFinding } from './audits/audit-types';
export type { BucketSize, Budget, Lane, Take } from './budget/budget';
export type {
  BrevoStateRow,
  Carrying,
  Contacts,
  DueContact,
  Imports,
  Intent,
  Settled,
  Taking,
} from './contacts/publication-types';
export type { Quarantine, QuarantineEntry, QuarantineRow, Retry } from './quarantine/quarantine-types';

export type { Position, RunRow, Runs, RunTotals } from './sync/run-types';

export interface Store {
  readonly db: Db;
  readonly accounts: Accounts;
  readonly facts: Facts;
  readonly runs: Runs;
  readonly contacts: Contacts;
  readonly imports: Imports;
  readonly brevoProofs: BrevoProofs;
  readonly audits: Audits;
  readonly budget: Budget;
  readonly laneUse: LaneUse;
  readonly quarantine: Quarantine;
  readonly tickets: Tickets;
  readonly refreshQueue: RefreshQueue;
  readonly ticketReader: TicketReader;
  readonly outbox: Outbox;
  readonly restores: Restores;
  readonly decisions: Decisions;
  readonly admission: Admission;
  readonly unanswered: UnansweredRequests;
  readonly feed: Feed;
  readonly sweeps: Sweeps;
  readonly openSupport: OpenSupport;
  readonly lags: Lags;
  readonly gauges: Gauges;
  readonly stories: Stories;
  readonly search: Search;
  readonly funnels: Funnels;
  readonly satisfactions: Satisfactions;
  readonly changes: Changes;
  readonly sessions: Sessions;
  readonly automations: Automations;
  readonly subscribers: Subscribers;
  readonly ticketEvents: TicketEvents;
  readonly campaignHistory: CampaignHistory;
  readonly campaignRequests: CampaignRequests;
  readonly webhookHealth: WebhookHealthBook;
  readonly rehearsals: Rehearsals;
  readonly pastReader: PastReader;
  readonly privacy: Privacy;
  readonly historyKeys: HistoryKeys;
  /** Live tables in one transaction, all or nothing. */
  liveTransaction<Result>(work: (live: LiveTables) => Promise<Result>): Promise<Result>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
