import type { Customer, CustomField, CustomFieldValue, Message, Survey, Tag, Ticket, User } from '../domain/records';
import type { Timestamp } from '../domain/timestamp';
import type { Db } from './database/connection';
import type { RefreshQueue, TicketReader } from './tickets/ticket-types';
import type { Tickets } from './tickets/ticket-states';
import type { LiveTables } from './live-tables';
import type { Feed } from './sync/feed';
import type { Sweeps } from './sync/sweeps';
import type { OpenSupport } from './contacts/open-support';
import type { Lags } from './sync/lags';
import type { Decisions } from './campaigns/campaign-types';
import type { Outbox } from './outbox/outbox-types';
import type { Accounts } from './accounts/account-types';
import type { Admission } from './accounts/admission';
import type { Budget } from './budget/budget';
import type { BrevoProofs } from './contacts/brevo-proofs';
import type { Contacts, Imports } from './contacts/publication-types';
import type { Quarantine } from './quarantine/quarantine-types';
import type { Stories } from './tickets/stories';
import type { Automations } from './automations/automation-types';
import type { Subscribers } from './subscriptions/subscribers';
import type { CampaignRequests } from './campaigns/campaign-types';
import type { WebhookHealthBook } from './accounts/webhook-health';
import type { Walk } from '../domain/sync/walk';

export type { AccountRow, Accounts, BrevoBinding, Credentials, Resealed } from './accounts/account-types';

/** What one page did to the facts. `changed` counts rows that were new or different. */
export interface Stored {
  readonly rows: number;
  readonly changed: number;
}

/** Written together with a page's facts, in one transaction. */
export interface Position {
  readonly runId: string;
  readonly resource: string;
  readonly walk: Walk;
  /** True: the walk is no complete one, so that meeting a row, or not meeting it, says nothing about what is gone. */
  readonly partial: boolean;
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
  replaceTags(account: string, rows: readonly Tag[]): Promise<void>;
  replaceUsers(account: string, rows: readonly User[]): Promise<void>;
  replaceCustomFields(account: string, rows: readonly CustomField[]): Promise<void>;
  tags(account: string): Promise<readonly Tag[]>;
  /**
   * Corrects a tag's name on all tickets that carry it. Their contacts are marked due. A list that was made for it follows the name, unless
   * the new name has one.
   */
  renameTag(account: string, from: string, to: string): Promise<void>;
  /** Takes a tag that is gone off all tickets that carry it; `readAgain`: what they carry instead has to be read ({@link recordsToRead}). */
  retireTag(account: string, name: string, how: { readonly readAgain: boolean }): Promise<void>;
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
  /** 404: the record stays as a tombstone; its contact is marked due. */
  markDeleted(account: string, kind: 'customer' | 'ticket', id: number): Promise<void>;
  /** 301: the record is marked merged; both contacts are marked due. Chains are flattened. */
  markMerged(
    account: string,
    kind: 'customer' | 'ticket',
    merge: { readonly id: number; readonly survivorId: number },
  ): Promise<void>;
  /** Live rows that the given complete walk did not meet, lowest id first. */
  unseen(
    account: string,
    kind: 'customer' | 'ticket',
    options: { readonly runId: string; readonly limit: number },
  ): Promise<readonly number[]>;
  /** Says that an unseen row was looked up and exists. */
  markSeen(
    account: string,
    kind: 'customer' | 'ticket',
    seen: { readonly id: number; readonly runId: string },
  ): Promise<void>;
  /** Live customers active since `since` whose details were not read since `readSince`, newest activity first. */
  customersToEnrich(
    account: string,
    filter: { since: Timestamp; readSince: Timestamp; limit: number },
  ): Promise<readonly number[]>;
  counts(account: string): Promise<FactCounts>;
  /** Where tags are, whatever Gorgias' list of tags says. */
  tagPlaces(account: string): Promise<Readonly<Record<'tickets' | 'shopify', TagPlace>>>;
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
  readonly shopValues: Readonly<Record<string, CustomFieldValue>>;
  readonly readAt: Timestamp;
}

export interface FactCounts {
  readonly customers: number;
  readonly customersWithoutEmail: number;
  readonly tickets: number;
  readonly openTickets: number;
  readonly surveys: number;
  readonly scoredSurveys: number;
  readonly messages: number;
  readonly tags: number;
  /** Customers and tickets that were deleted in Gorgias, or merged into others. */
  readonly deleted: number;
  readonly merged: number;
}

export type { ContactCustomer, ContactFacts } from '../domain/contact/contact';
export type { BucketSize, Budget, Lane, Take } from './budget/budget';
export type { BrevoStateRow, Carrying, Contacts, DueContact, Imports, Settled } from './contacts/publication-types';
export type { Quarantine, QuarantineEntry, QuarantineRow, Retry } from './quarantine/quarantine-types';

export interface RunRow {
  readonly runId: string;
  readonly type: 'full' | 'incremental';
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly startedAt: Timestamp;
  readonly finishedAt: Timestamp | null;
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
  lastCompleted(account: string, type?: RunRow['type']): Promise<RunRow | null>;
  /** Removes finished incremental runs but the newest ones: there is one a minute. */
  forgetOld(account: string): Promise<void>;
  walk(account: string, runId: string, resource: string): Promise<{ walk: Walk; done: boolean } | null>;
  saveWalk(account: string, position: Position): Promise<void>;
  watermark(account: string, resource: string): Promise<Timestamp | null>;
  /** Moves forward only. */
  setWatermark(account: string, resource: string, at: Timestamp): Promise<void>;
}

export interface Store {
  readonly db: Db;
  readonly accounts: Accounts;
  readonly facts: Facts;
  readonly runs: Runs;
  readonly contacts: Contacts;
  readonly imports: Imports;
  readonly brevoProofs: BrevoProofs;
  readonly budget: Budget;
  readonly quarantine: Quarantine;
  readonly tickets: Tickets;
  readonly refreshQueue: RefreshQueue;
  readonly ticketReader: TicketReader;
  readonly outbox: Outbox;
  readonly decisions: Decisions;
  readonly admission: Admission;
  readonly feed: Feed;
  readonly sweeps: Sweeps;
  readonly openSupport: OpenSupport;
  readonly lags: Lags;
  readonly stories: Stories;
  readonly automations: Automations;
  readonly subscribers: Subscribers;
  readonly campaignRequests: CampaignRequests;
  readonly webhookHealth: WebhookHealthBook;
  /** Live tables in one transaction, all or nothing. */
  liveTransaction<Result>(work: (live: LiveTables) => Promise<Result>): Promise<Result>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
