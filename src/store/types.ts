import type { Customer, CustomField, Message, Survey, Tag, Ticket, Timestamp, User } from '../domain/records';
import type { Contacts, Imports } from './publication-types';
import type { Walk } from '../domain/walk';

/** One SQL dialect over PGlite and pg. */
export interface Db {
  query<Row>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /** All or nothing; `work` must use the given `tx`. */
  transaction<Result>(work: (tx: Db) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface AccountRow {
  readonly account: string;
  readonly domain: string;
  readonly email: string;
  readonly state: 'connected' | 'paused' | 'refused';
  readonly stateReason: string | null;
  readonly installedAt: Timestamp;
}

export interface Credentials {
  readonly email: string;
  readonly gorgiasApiKey: string;
  readonly brevoApiKey: string;
}

export interface Accounts {
  /** Inserts or replaces; the keys are sealed before they reach the database. */
  save(account: { account: string; domain: string } & Credentials): Promise<void>;
  find(account: string): Promise<AccountRow | null>;
  list(): Promise<readonly AccountRow[]>;
  /** Opens the sealed keys; throws `input.unknown_account`. */
  credentials(account: string): Promise<Credentials>;
  setState(account: string, state: AccountRow['state'], reason: string | null): Promise<void>;
}

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
}

export interface Facts {
  /**
   * Upserts a page in one statement: newest `updated_at` wins, an equal row is left alone. Contacts touched by a changed row are marked
   * due; with `markAll` those of every row. A row that comes back after a tombstone is alive again.
   */
  storeCustomers(
    account: string,
    rows: readonly Customer[],
    position: Position,
    options: { markAll: boolean },
  ): Promise<Stored>;
  storeTickets(account: string, rows: readonly Ticket[], position: Position): Promise<Stored>;
  storeSurveys(account: string, rows: readonly Survey[], position: Position): Promise<Stored>;
  /** Internal notes and deleted messages must have been left out by the caller. */
  storeMessages(
    account: string,
    rows: readonly (Message & { automated: boolean })[],
    position: Position,
  ): Promise<Stored>;
  storeCustomerDetail(account: string, detail: CustomerDetailFacts): Promise<void>;
  /** Leaves a customer's details as they are known and takes them for read, because they cannot be. */
  passCustomerDetail(account: string, id: number, readAt: Timestamp): Promise<void>;
  replaceTags(account: string, rows: readonly Tag[]): Promise<void>;
  replaceUsers(account: string, rows: readonly User[]): Promise<void>;
  replaceCustomFields(account: string, rows: readonly CustomField[]): Promise<void>;
  tagNames(account: string): Promise<readonly string[]>;
  customFields(account: string): Promise<readonly CustomField[]>;
  botUserIds(account: string): Promise<readonly number[]>;
  /** 404: the record stays as a tombstone; its contact is marked due. */
  bury(account: string, kind: 'customer' | 'ticket', id: number): Promise<void>;
  /** 301: the record becomes an alias; both contacts are marked due. Chains are flattened. */
  alias(account: string, kind: 'customer' | 'ticket', id: number, survivorId: number): Promise<void>;
  /** Live rows that the given complete walk did not meet, lowest id first. */
  unseen(account: string, kind: 'customer' | 'ticket', runId: string, limit: number): Promise<readonly number[]>;
  /** Says that an unseen row was looked up and exists. */
  markSeen(account: string, kind: 'customer' | 'ticket', id: number, runId: string): Promise<void>;
  /** Live customers active since `since` whose details were not read since `readSince`, newest activity first. */
  customersToEnrich(
    account: string,
    filter: { since: Timestamp; readSince: Timestamp; limit: number },
  ): Promise<readonly number[]>;
  counts(account: string): Promise<FactCounts>;
}

export interface CustomerDetailFacts {
  readonly id: number;
  readonly phone: string | null;
  readonly channelEmail: string | null;
  readonly shopValues: Readonly<Record<string, string | number | boolean | null>>;
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
}

export type { ContactCustomer, ContactFacts } from '../domain/contact';
export type { BrevoStateRow, Contacts, DueContact, Imports, Settled } from './publication-types';

export type Lane = 'live' | 'feed' | 'backfill' | 'enrichment';

export interface BucketSize {
  readonly capacity: number;
  readonly perSecond: number;
}

export type Take =
  { readonly granted: true; readonly takes: number } | { readonly granted: false; readonly waitMs: number };

export interface Budget {
  /** One statement. Leaves at least `keep` requests in the bucket; creates a full bucket of `size` when there is none, adopts a changed `size`. */
  take(account: string, bucket: string, size: BucketSize, keep: number): Promise<Take>;
  /** Believes the vendor's own count: `left` requests were free when it answered the request that was granted as number `takes`. */
  correct(account: string, bucket: string, seen: { takes: number; left: number; capacity?: number }): Promise<void>;
  /** Retry-After: closed for everybody. Never opens an already later closing. */
  close(account: string, bucket: string, forMs: number): Promise<void>;
  read(
    account: string,
    bucket: string,
  ): Promise<{ left: number; capacity: number; perSecond: number; takes: number; closedForMs: number } | null>;
}

export interface QuarantineEntry {
  readonly kind: 'customer' | 'ticket' | 'survey' | 'message' | 'contact';
  readonly key: string;
  readonly step: 'read' | 'map' | 'publish' | 'import';
  readonly cause: string;
  readonly detail?: string;
  /** True: the whole record waits. False: only a value was dropped. */
  readonly held: boolean;
}

export interface Quarantine {
  put(account: string, entries: readonly QuarantineEntry[]): Promise<void>;
  /** Lists every live customer without an address as `no_email`, and forgets those that have one by now. */
  recordWithoutEmail(account: string): Promise<void>;
  /** What the newest attempt at these records said: earlier entries that it no longer produced go, the others keep their history. */
  replace(
    account: string,
    of: Pick<QuarantineEntry, 'kind' | 'step'> & { readonly keys: readonly string[] },
    entries: readonly QuarantineEntry[],
  ): Promise<void>;
  /** Removes rows of these kinds that were unreadable before a complete walk began and that it could read, or no longer met. */
  forgetUnreadable(account: string, kinds: readonly QuarantineEntry['kind'][], before: Timestamp): Promise<void>;
  causes(
    account: string,
  ): Promise<readonly { cause: string; held: boolean; records: number; firstAt: Timestamp; lastAt: Timestamp }[]>;
  list(
    account: string,
    filter: { cause?: string; limit: number },
  ): Promise<readonly (QuarantineEntry & { firstAt: Timestamp; lastAt: Timestamp; times: number })[]>;
}

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
    state: Exclude<RunRow['state'], 'running'>,
    totals: Readonly<Record<string, number>>,
  ): Promise<void>;
  /** What the run did so far, counted from the facts themselves. */
  totals(account: string, runId: string): Promise<RunTotals>;
  last(account: string): Promise<RunRow | null>;
  lastCompleted(account: string): Promise<RunRow | null>;
  walk(account: string, runId: string, resource: string): Promise<{ walk: Walk; done: boolean } | null>;
  saveWalk(account: string, position: Position): Promise<void>;
  watermark(account: string, resource: string): Promise<Timestamp | null>;
  /** Moves forward only. */
  setWatermark(account: string, resource: string, at: Timestamp): Promise<void>;
}

export interface Store {
  readonly db: Db;
  readonly kind: 'pglite' | 'pg';
  readonly accounts: Accounts;
  readonly facts: Facts;
  readonly runs: Runs;
  readonly contacts: Contacts;
  readonly imports: Imports;
  readonly budget: Budget;
  readonly quarantine: Quarantine;
  ping(): Promise<void>;
  close(): Promise<void>;
}
