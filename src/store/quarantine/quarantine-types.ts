import type { QuarantineCause } from '../../domain/errors/quarantine-causes';
import type { RecordKind } from '../../domain/records';
import type { Timestamp } from '../../domain/timestamp';

export interface QuarantineEntry {
  readonly kind: RecordKind | 'contact' | 'list';
  readonly key: string;
  readonly step: 'read' | 'map' | 'publish' | 'import';
  readonly cause: QuarantineCause;
  readonly detail?: string;
  /** True: the whole record waits. False: only a value was dropped. */
  readonly held: boolean;
  /** It may pass, which nobody knows: tried again by itself some times, within an hour, before it waits for a person. Missing: it is not. */
  readonly isRetried?: boolean;
}

export type DueAgain = Pick<QuarantineEntry, 'kind' | 'key' | 'step'>;

export interface QuarantineRow extends Omit<QuarantineEntry, 'cause' | 'isRetried'> {
  /** Another release may know more of them. */
  readonly cause: string;
  readonly firstAt: Timestamp;
  readonly lastAt: Timestamp;
  readonly times: number;
}

export interface CauseCount {
  readonly cause: string;
  readonly held: boolean;
  readonly records: number;
  /** Lines of the list: of one record several values may be left out. */
  readonly entries: number;
  readonly firstAt: Timestamp;
  readonly lastAt: Timestamp;
}

export interface Quarantine {
  put(account: string, entries: readonly QuarantineEntry[]): Promise<void>;
  /**
   * The same for what a vendor could not answer for now: it is tried again by itself, after one minute and then ever later, at the latest
   * after ten.
   */
  setAside(account: string, entries: readonly QuarantineEntry[]): Promise<void>;
  /** A record that was noted as unreadable is tried again by itself in the same way. False: it was not noted. */
  retryNoted(account: string, record: Pick<QuarantineEntry, 'kind' | 'key'>): Promise<boolean>;
  /**
   * What is to be tried again now, at most so many. Contacts and tickets are made due by this; what else is answered has to be read
   * again by whoever takes it. The entries stay until the new attempt has spoken.
   */
  takeDue(account: string, limit: number): Promise<readonly DueAgain[]>;
  /** Lists every live customer without an address as `no_email`, and forgets those that have one by now; else each page does so for its own. */
  recordWithoutEmail(account: string): Promise<void>;
  /** What the newest attempt at these records said: earlier entries that it no longer produced go, the others keep their history. */
  replace(
    account: string,
    of: Pick<QuarantineEntry, 'kind' | 'step'> & { readonly keys: readonly string[] },
    entries: readonly QuarantineEntry[],
  ): Promise<void>;
  /** These customers' contacts, which Brevo had refused as a whole, have been sent to it; what was left out of them stays listed. */
  forgetRefused(account: string, customerIds: readonly number[]): Promise<void>;
  /** What this record was listed for in this step and in these words has had its end; what it was listed for by one of `but` stands. */
  forget(
    account: string,
    entry: Omit<QuarantineEntry, 'cause' | 'held'>,
    but: readonly QuarantineEntry['cause'][],
  ): Promise<void>;
  /**
   * What a reading could not read. Earlier notes about these fields of these records that it did not make go, the others keep their history;
   * a note's detail begins with its field.
   */
  noteReading(
    account: string,
    of: { readonly kind: RecordKind; readonly fields: readonly string[]; readonly keys: readonly string[] },
    entries: readonly QuarantineEntry[],
  ): Promise<void>;
  /**
   * Removes rows of these kinds that were unreadable before a complete walk began and that it could read, or no longer met. What a record's own
   * request met is not known by a walk: it is made due, to be asked for again.
   */
  forgetUnreadable(account: string, kinds: readonly QuarantineEntry['kind'][], before: Timestamp): Promise<void>;
  /** The most frequent first. */
  causes(account: string): Promise<readonly CauseCount[]>;
  list(account: string, filter: { cause?: string; limit: number }): Promise<readonly QuarantineRow[]>;
  /**
   * Makes the records of a cause due again: contacts are published although nothing changed, customers' details are read again,
   * refused timeline events are sent again; a campaign never is. `dryRun`
   * counts only. The entries stay until the new attempt has spoken.
   */
  retry(account: string, cause: string, options: { dryRun: boolean }): Promise<Retry>;
}

/** What a retry makes due. A record may count in more than one place. */
export interface Retry {
  /** Records that the cause lists. */
  readonly records: number;
  /** Contacts that the next publication writes again. */
  readonly contacts: number;
  /** Customers whose details the next enrichment reads again. */
  readonly details: number;
  /** Refused timeline events that the next sync sends again. */
  readonly events: number;
  /** Records that the next full sync reads again by itself. */
  readonly nextSync: number;
}
