import type { Difference, DifferenceKind } from '../../domain/audit/differences';
import type { Timestamp } from '../../domain/timestamp';
import type { BrevoStateRow, DueContact } from '../contacts/publication-types';

/** Where an audit goes on: first through Brevo's pages, then through the contacts that no page has shown. */
export type AuditPosition =
  | { readonly phase: 'pages'; readonly offset: number }
  | {
      readonly phase: 'contacts';
      readonly after: string;
      /** Contacts of a sample that are still to be looked at; null: all. */
      readonly left: number | null;
      /** Behind which address it began; `wrapped`: it has begun at the front again, and ends there. */
      readonly began: string;
      readonly wrapped: boolean;
    }
  | { readonly phase: 'done' };

export type AuditState = 'running' | 'completed' | 'failed' | 'cancelled';

export interface AuditRow {
  readonly auditId: string;
  readonly scope: 'sample' | 'all';
  readonly nightly: boolean;
  readonly state: AuditState;
  readonly position: AuditPosition;
  /** To be looked at, as it began. */
  readonly contacts: number;
  readonly looked: number;
  /** Passed over: about to be written, in an import, or written while Brevo was asked. */
  readonly waiting: number;
  readonly differing: number;
  readonly requests: number;
  readonly startedAt: Timestamp;
  readonly finishedAt: Timestamp | null;
}

/** A contact with all that tells how it should be and who has changed it. */
export interface AuditedContact extends DueContact {
  /** It is about to be written, or an import of it is on its way. */
  readonly waits: boolean;
  /** By when Brevo was done with what we sent last, and with all of the contact: a repair writes a part. */
  readonly writtenAt: Timestamp | null;
  readonly wholeAt: Timestamp | null;
  /** When Brevo's state of it was read last, and when it was compared last. */
  readonly readAt: Timestamp | null;
  readonly auditedAt: Timestamp | null;
  /** When a publication came to it last, whether or not there was anything to write. */
  readonly lookedAt: Timestamp | null;
}

export interface Finding extends Difference {
  /** Empty: the Brevo account, or a contact that is none of ours. */
  readonly emailKey: string;
  readonly customerId: number | null;
}

export interface StoredFinding extends Finding {
  readonly auditId: string;
  readonly state: 'open' | 'repaired' | 'refused' | 'superseded';
  readonly foundAt: Timestamp;
  readonly settledAt: Timestamp | null;
}

/** What one slice has found; written at once, if the audit still stands where the slice began. */
export interface AuditSlice {
  readonly from: AuditPosition;
  readonly to: AuditPosition;
  readonly looked: number;
  readonly waiting: number;
  readonly requests: number;
  readonly findings: readonly Finding[];
  /** Attributes that were as they should be, once for each contact. */
  readonly kept: ReadonlyMap<string, number>;
  /** When Brevo was asked, by the database's clock: what was read of a contact later is kept. */
  readonly askedAt: Timestamp;
  /** Brevo's own state of those that were read; `isAudited`: they were compared. */
  readonly states: readonly (BrevoStateRow & { readonly isAudited: boolean })[];
  readonly traces: readonly Trace[];
}

/** A contact of ours was met under another address. */
export interface Trace {
  readonly emailKey: string;
  readonly kind: 'merged' | 'readdressed';
}

export interface CountedDifference {
  readonly kind: DifferenceKind | 'kept';
  readonly about: string;
  readonly contacts: number;
}

export type RepairCounts = Readonly<Record<StoredFinding['state'], number>>;

/** Audits and their reports. */
export interface Audits {
  /** Idempotent by id. */
  begin(
    account: string,
    audit: Pick<AuditRow, 'auditId' | 'scope' | 'nightly' | 'position' | 'contacts'> & {
      readonly wanted: number | null;
      /** What is wrong with the Brevo account itself. */
      readonly findings: readonly Finding[];
    },
  ): Promise<AuditRow>;
  /** The newest without an id. */
  find(account: string, auditId: string | null): Promise<AuditRow | null>;
  /** Newest first. */
  list(account: string, limit: number): Promise<readonly AuditRow[]>;
  /** False: another attempt was quicker, and this one has written nothing. */
  save(account: string, auditId: string, slice: AuditSlice): Promise<boolean>;
  finish(account: string, auditId: string, state: Exclude<AuditState, 'running'>): Promise<void>;
  /** Forgets the oldest reports beyond the newest sixty, some thousand findings at a time. */
  forgetOld(account: string): Promise<void>;
  /** Those of these that are kept, in no order. */
  contacts(account: string, emailKeys: readonly string[]): Promise<readonly AuditedContact[]>;
  /** The next contacts behind `after`, up to `until`, that this audit has not compared yet, and the `last` that was looked at; null: there are no more. */
  unaudited(
    account: string,
    from: {
      readonly after: string;
      /** Null: up to the last one. */
      readonly until: string | null;
      readonly since: Timestamp;
      readonly limit: number;
    },
  ): Promise<{ readonly contacts: readonly AuditedContact[]; readonly last: string | null }>;
  /** What was found wrong of these when each was compared last. */
  lastFindings(account: string, emailKeys: readonly string[]): Promise<readonly StoredFinding[]>;
  traces(account: string, auditId: string, emailKeys: readonly string[]): Promise<readonly Trace[]>;
  /** By which addresses we know these contacts of Brevo. */
  addressesOf(account: string, brevoIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Which of these customers are known, of whichever account, with their addresses; those of this one come last. */
  customers(
    account: string,
    ids: readonly number[],
  ): Promise<readonly { readonly id: number; readonly ofAccount: string; readonly emailKey: string | null }[]>;
  /** Customers that wait in quarantine, so that nobody is about to write their contacts. */
  held(account: string, customerIds: readonly number[]): Promise<ReadonlySet<number>>;
  counts(account: string, auditId: string): Promise<readonly CountedDifference[]>;
  /** So many of each kind and value. */
  examples(account: string, auditId: string, each: number): Promise<readonly StoredFinding[]>;
  /** Open findings of these kinds, all of each contact together. */
  open(
    account: string,
    auditId: string,
    of: { readonly kinds: readonly DifferenceKind[]; readonly contacts: number },
  ): Promise<readonly StoredFinding[]>;
  /** Whoever was written since has nothing left to repair: all of it was sent with that. */
  supersede(account: string, auditId: string, emailKeys: readonly string[]): Promise<number>;
  /**
   * Writes down what became of open findings of these, whom a step was to write: written since they were found, refused by Brevo, or nothing
   * left to write. Whom it did not come to stays open.
   */
  settle(
    account: string,
    auditId: string,
    of: {
      readonly kinds: readonly DifferenceKind[];
      /** As they were before the step; `asDue`: published like everybody who is due, so that there may have been nothing to write. */
      readonly contacts: readonly (Pick<AuditedContact, 'emailKey' | 'lookedAt'> & { readonly asDue: boolean })[];
    },
  ): Promise<number>;
  repairs(account: string, auditId: string, kinds: readonly DifferenceKind[]): Promise<RepairCounts>;
  /** All that audits have found of a contact, newest first. */
  ofContact(account: string, emailKey: string, limit: number): Promise<readonly StoredFinding[]>;
}
