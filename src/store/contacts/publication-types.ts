import type { ContactFacts } from '../../domain/contact/contact';
import type { Timestamp } from '../../domain/timestamp';

export interface DueContact {
  readonly emailKey: string;
  readonly dueVersion: number;
  readonly hash: string | null;
  /** Lists that we have put the contact on, or may have: they are noted before they are sent. */
  readonly lists: readonly number[];
  /** An import could not do it: to be written singly, where the answer names what is wrong. */
  readonly alone?: true;
  /** Brevo's own state when it is known. */
  readonly brevo: {
    readonly blacklisted: boolean;
    readonly unsubscribed: readonly number[];
    readonly lists: readonly number[];
  } | null;
}

export interface Settled {
  readonly emailKey: string;
  readonly dueVersion: number;
  readonly hash: string;
  readonly lists: readonly number[];
  /** Set when the values went into an import that is not yet confirmed; the contact is not taken again before. */
  readonly processId: number | null;
}

export interface Contacts {
  /** Marks these addresses due. */
  mark(account: string, emailKeys: readonly string[]): Promise<void>;
  /** Due contacts that no import holds, in the order of their address, which `after` goes on from. Takes no lock: publishing twice is harmless. */
  due(account: string, limit: number, after?: string): Promise<readonly DueContact[]>;
  /** Those of these addresses that are due and that no import holds. */
  dueOf(account: string, emailKeys: readonly string[]): Promise<readonly DueContact[]>;
  countDue(account: string): Promise<{ due: number; importing: number; published: number }>;
  facts(
    account: string,
    emailKeys: readonly string[],
    window: { responseTimesSince: Timestamp },
  ): Promise<readonly ContactFacts[]>;
  /**
   * Before anything is sent: notes the lists to come and forgets the hash, until `settle` tells what was sent. So a crash in between leaves
   * nobody on a list that we know nothing of, and a projection that returns to its former state is not taken for unchanged.
   */
  intend(account: string, contacts: readonly { emailKey: string; lists: readonly number[] }[]): Promise<void>;
  /** Clears the marks whose version is still the given one, and remembers what was sent. */
  settle(account: string, settled: readonly Settled[]): Promise<void>;
  /** Clears the marks without a new publication (unchanged or held in quarantine). */
  dismiss(account: string, contacts: readonly { emailKey: string; dueVersion: number }[]): Promise<void>;
  saveBrevoState(account: string, rows: readonly BrevoStateRow[]): Promise<void>;
  /** The contact was put on lists and taken off others by us: what is known of Brevo's own state follows, until it is read again. */
  moved(
    account: string,
    emailKey: string,
    lists: { readonly joined: readonly number[]; readonly left: readonly number[] },
  ): Promise<void>;
  /** These lists are gone in Brevo: tags that had one get a new one. */
  forgetTagLists(account: string, listIds: readonly number[]): Promise<void>;
  tagLists(account: string): Promise<ReadonlyMap<string, number>>;
  /** The first one stands: two workers may have made a list for the same new tag. */
  saveTagList(account: string, tag: string, listId: number): Promise<void>;
}

export interface BrevoStateRow {
  readonly emailKey: string;
  readonly id: number;
  readonly blacklisted: boolean;
  readonly unsubscribed: readonly number[];
  /** Lists that the contact is on, whoever put it there. */
  readonly lists: readonly number[];
}

export interface Imports {
  /** In one transaction with {@link Contacts.settle} of its contacts. */
  start(account: string, processId: number, settled: readonly Settled[]): Promise<void>;
  /** An import that only puts contacts on a list; those are held by another import that is started after it. */
  startForList(
    account: string,
    processId: number,
    list: { readonly listId: number; readonly contacts: number },
  ): Promise<void>;
  /** Running imports whose next check is due, oldest first. */
  toCheck(account: string, limit: number): Promise<readonly { processId: number; contacts: number; checks: number }[]>;
  countRunning(account: string): Promise<{ running: number; nextCheckAt: Timestamp | null }>;
  checked(account: string, processId: number, next: Timestamp): Promise<void>;
  /** Releases the import's contacts. `reopen`: their hashes are cleared and they are due again, to be sent one by one. */
  finish(
    account: string,
    processId: number,
    how: { readonly state: 'completed' | 'failed'; readonly reopen: boolean },
  ): Promise<void>;
}
