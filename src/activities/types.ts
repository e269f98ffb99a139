import type { ListByName } from '../domain/list-name';
import type { ResolvedField } from '../domain/contact/mapping-types';
import type { Timestamp } from '../domain/timestamp';
import type { Lane } from '../store/types';
import type { Resource } from '../workflows/messages';

/** What walks page by page: the lists of the specification, and messages for the response times. */
export type WalkedResource = Exclude<Resource, 'tags'> | 'messages' | 'events' | 'automations';

/** Everything that one full sync was started with, decided once by `prepareRun`. Holds settings and ids, never a person. */
export interface SyncSetup {
  readonly account: string;
  readonly runId: string;
  readonly startedAt: Timestamp;
  /** Lists to walk, in order. */
  readonly walks: readonly WalkedResource[];
  readonly since: Timestamp | null;
  readonly pageSize: number;
  /** The configured rate; tells how long what is left will take. */
  readonly requestsPerSecond: number;
  readonly dryRun: boolean;
  readonly fields: readonly ResolvedField[];
  /** A dry run's own: what the names of lists stand for, or would, by `nameKey`; and what is said of each. */
  readonly namedLists?: Readonly<Record<string, number>>;
  readonly listsByName?: readonly ListByName[];
  /** The Brevo account that the fields were checked against; missing: the run began with an earlier release. */
  readonly brevo?: string | null;
  /** Tickets created from here on count for response times; customers active since then are enriched. Null: no enrichment. */
  readonly enrichSince: Timestamp | null;
  /** Incremental runs: how far back each list is read, and in which lane. */
  readonly floors?: Readonly<Partial<Record<WalkedResource, Timestamp>>>;
  readonly lane?: Lane;
  readonly expectedRows: Expected['expectedRows'];
  /** Null: nobody knows yet. Missing: the run began with an earlier release. */
  readonly expectedDetails?: Expected['expectedDetails'];
  /** Requests that leave at once, before the rate is felt; and those a second that the schedule's runs take. Missing as above. */
  readonly atOnce?: number;
  readonly scheduledPerSecond?: number;
}

/** How much there is to read: counted where a complete run was before, else what the plan says. It is made once for a run. */
export interface Expected {
  /** Rows of each list; a list that is not named has an unknown number. */
  readonly expectedRows: Readonly<Partial<Record<WalkedResource, number>>>;
  /** Customers whose details are read. */
  readonly expectedDetails: number | null;
}

/** What an incremental run was started with. */
export interface IncrementalSetup extends SyncSetup {
  /** When the account was installed: what happened before was not watched. */
  readonly watchedFrom: Timestamp;
  /** True: read since a date that was given by hand. */
  readonly ownSince: boolean;
  /** False: a first full sync is under way, and publishes contacts when their facts are complete. */
  readonly publishes: boolean;
}

export interface SignalledTickets {
  readonly told: number;
  readonly done: boolean;
}

export interface ReadResult {
  readonly pages: number;
  readonly rows: number;
  /** Rough share of the list that is read, 0 to 1, by the rows' times; null when it can't be told. */
  readonly fraction: number | null;
  readonly done: boolean;
  /** With the last customers and with the first messages: customers whose details are read after them. */
  readonly toEnrich?: number;
}

export interface PublishResult {
  readonly written: number;
  readonly unchanged: number;
  readonly held: number;
  /** Contacts still due after this slice. */
  readonly remaining: number;
  /** Dry run only: where to go on. */
  readonly after: string | null;
}

/** What a dry run found out: contacts that a real one would write, and those that stand as they are. */
export interface DryRunResult {
  readonly written: number;
  readonly unchanged: number;
}

export interface EnrichResult {
  readonly enriched: number;
  readonly remaining: number;
}

export interface ConfirmResult {
  readonly running: number;
  /** How long nothing needs to be asked, in milliseconds. */
  readonly waitMs: number;
}

export interface SweepResult {
  /** What was walked on with; null: it is not time for a sweep. */
  readonly part: string | null;
}

export interface VerifyResult {
  readonly done: boolean;
}

export interface Meter {
  readonly requests: number;
  readonly budgetLeft: number | null;
  readonly published: number;
  readonly unchanged: number;
  readonly held: number;
  readonly enriched: number;
  readonly due: number;
}
