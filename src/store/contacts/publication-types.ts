import type { FormerAddresses } from './former-addresses';
import type { SharedContacts } from './shared-contacts';
import type { ContactFacts } from '../../domain/contact/contact';
import type { Timestamp } from '../../domain/timestamp';

export interface DueContact {
  readonly emailKey: string;
  readonly dueVersion: number;
  readonly hash: string | null;
  /** Lists that we have put the contact on, or may have: they are noted before they are sent. */
  readonly lists: readonly number[];
  /** Attributes that Brevo may hold from us: they are noted before they are sent. */
  readonly sent: readonly string[];
  /** An import could not do it: to be written singly, where the answer names what is wrong. */
  readonly alone?: true;
  /** Brevo's own state when it is known. */
  readonly brevo: {
    readonly blacklisted: boolean;
    readonly unsubscribed: readonly number[];
    readonly lists: readonly number[];
    /** See {@link BrevoStateRow}. */
    readonly consentUnknown?: boolean;
  } | null;
}

export interface Settled {
  readonly emailKey: string;
  readonly dueVersion: number;
  readonly hash: string;
  readonly lists: readonly number[];
  /** Attributes that Brevo holds from us now. */
  readonly sent: readonly string[];
  /** Set when the values went into an import that is not yet confirmed; the contact is not taken again before. */
  readonly processId: number | null;
  /** A repair, which wrote only a part of the contact. */
  readonly partial?: true;
}

/** Contacts that were sent one of these attributes, or were put on one of these lists. */
export interface Carrying {
  readonly attributes?: readonly string[];
  readonly lists?: readonly number[];
}

/** A write that is about to leave. */
export interface Intent extends Pick<Settled, 'emailKey' | 'lists' | 'sent'> {
  /** That the write was made up for. */
  readonly dueVersion?: number;
}

export interface Taking {
  /** Who writes; the same one may go on with what it has begun. */
  readonly by: string;
  /** It waits for nobody: a ticket, or a person, waits for this one contact. */
  readonly insists: boolean;
}

export interface Contacts extends FormerAddresses, SharedContacts {
  /** Marks these addresses due. */
  mark(account: string, emailKeys: readonly string[]): Promise<void>;
  /**
   * Marks the next contacts behind `after`, in the order of their address, and answers where to go on, null at the end. With `carrying` only
   * those that do, and what they were sent is forgotten, so that they are written whatever it was.
   */
  markAgain(
    account: string,
    from: { readonly after: string; readonly carrying: Carrying | null },
  ): Promise<string | null>;
  /** Due contacts that no import holds, in the order of their address, which `after` goes on from. Takes no lock: publishing twice is harmless. */
  due(account: string, limit: number, after?: string): Promise<readonly DueContact[]>;
  /** The address of the n-th of them, from 1 on; null: there are fewer. */
  nthDue(account: string, n: number): Promise<string | null>;
  /** Those of these addresses that are due and that no import holds. */
  dueOf(account: string, emailKeys: readonly string[]): Promise<readonly DueContact[]>;
  /** Those of them that are due, and that an import holds. */
  heldDueOf(account: string, emailKeys: readonly string[]): Promise<readonly DueContact[]>;
  countDue(account: string): Promise<{ due: number; importing: number }>;
  /** Looks at every contact of the account. */
  countPublished(account: string): Promise<number>;
  facts(
    account: string,
    emailKeys: readonly string[],
    window: { responseTimesSince: Timestamp },
  ): Promise<readonly ContactFacts[]>;
  /** Those of the addresses that belong to nobody who was erased. */
  admitted(account: string, emailKeys: readonly string[]): Promise<readonly string[]>;
  /**
   * Before anything is sent: notes the lists and attributes to come and forgets the hash, until `settle` tells what was sent. So a crash in
   * between leaves nobody on a list, or with a value, that we know nothing of, and a projection that returns to its former state is not taken
   * for unchanged. Answers whom it may be sent to: whoever was erased meanwhile is left out, and so is, of what several go through at once,
   * whom somebody else writes just now, has written, or who has changed since, and is due for that.
   */
  intend(account: string, contacts: readonly Intent[], taking?: Taking): Promise<readonly string[]>;
  /** Clears the marks whose version is still the given one, and remembers what was sent. */
  settle(account: string, settled: readonly Settled[]): Promise<void>;
  /** Clears the marks without a new publication (unchanged or held in quarantine). */
  dismiss(account: string, contacts: readonly { emailKey: string; dueVersion: number }[]): Promise<void>;
  /**
   * Answers them as they stand from now on: with what a contact of that address had said which Brevo has no more. Of one address twice the
   * last.
   */
  saveBrevoState(account: string, rows: readonly BrevoStateRow[]): Promise<readonly BrevoStateRow[]>;
  /**
   * Brevo has no contact of that address any more. Answers what it had said when it was read last, which stands for whoever is made anew there;
   * null: nothing, as far as is known.
   */
  deletedInBrevo(account: string, emailKey: string): Promise<BrevoStateRow | null>;
  /** These contacts were taken off a list by us. */
  leftList(account: string, list: number, emailKeys: readonly string[]): Promise<void>;
  /** The contact was put on lists and taken off others by us: what is known of Brevo's own state follows, until it is read again. */
  moved(
    account: string,
    emailKey: string,
    lists: { readonly joined: readonly number[]; readonly left: readonly number[] },
  ): Promise<void>;
  /** These lists are gone in Brevo: tags and names of the settings that had one get a new one. */
  forgetLists(account: string, listIds: readonly number[]): Promise<void>;
  tagLists(account: string): Promise<ReadonlyMap<string, number>>;
  /** The first one stands: two workers may have made a list for the same new tag. */
  saveTagList(account: string, tag: string, listId: number): Promise<void>;
  /** The list that each name in the settings stands for, by `nameKey`. */
  namedLists(account: string): Promise<ReadonlyMap<string, number>>;
  /** These names and no others; of a name that stands for a list already, that one stays. */
  keepNamedLists(account: string, lists: ReadonlyMap<string, number>): Promise<void>;
  /** What Brevo calls its lists, by number, as it was read last; of a list that was never read nothing. */
  listNames(account: string): Promise<ReadonlyMap<number, string>>;
  /** These and no others. */
  keepListNames(account: string, names: ReadonlyMap<number, string>): Promise<void>;
  /** Nobody else makes lists for the account for so long, unless it is released before; false: somebody does just now. */
  reserveListMaking(account: string, holder: string, forMs: number): Promise<boolean>;
  releaseListMaking(account: string, holder: string): Promise<void>;
}

export interface BrevoStateRow {
  readonly emailKey: string;
  readonly id: number;
  readonly blacklisted: boolean;
  readonly unsubscribed: readonly number[];
  /** Lists that the contact is on, whoever put it there. */
  readonly lists: readonly number[];
  /** What it says of consent could not be read: then `blacklisted`, nobody's word, and no fact that stands over what was known. Missing: it could. */
  readonly consentUnknown?: boolean;
  /** It was said by a contact that Brevo has no more, and the one of now, if there is one, does not say it. Missing: no. */
  readonly wasDeleted?: boolean;
  /** Where it is kept: it was said, or some of it, at an address that the person has left. Missing: no. */
  readonly saidElsewhere?: boolean;
}

export interface ImportedContact {
  readonly emailKey: string;
  readonly clearing: readonly string[];
  readonly sent: readonly string[];
  /** It was marked since it was sent. */
  readonly due: boolean;
}

/** Some of the contacts that an import carried. */
export interface ImportedPage {
  readonly rows: readonly (ImportedContact & { readonly lists: readonly number[] })[];
  /** The address to go on behind; null: these were the last. */
  readonly next: string | null;
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
  /** Running imports whose next check is due: those that were asked about least, oldest first. `ageMs`: since they were sent. */
  toCheck(account: string, limit: number): Promise<readonly { processId: number; contacts: number; ageMs: number }[]>;
  /**
   * An import that empties attributes of these contacts: they are due, and held until it is confirmed. One that fails counts as never
   * sent: what it was to empty is emptied singly. Those with nothing in `clearing` only wait for it.
   */
  startClearing(
    account: string,
    processId: number,
    contacts: readonly { readonly emailKey: string; readonly clearing: readonly string[] }[],
  ): Promise<void>;
  countRunning(account: string): Promise<{ running: number; nextCheckAt: Timestamp | null }>;
  /** Contacts that the import holds, those that it empties values of first. */
  sample(account: string, processId: number, limit: number): Promise<readonly ImportedContact[]>;
  /**
   * Contacts that the import carried, in the order of their address: those that it holds, and of one that only fills a list whoever was published
   * on it since, a few too many.
   */
  carried(account: string, processId: number, after: string): Promise<ImportedPage>;
  /** The list that an import fills and holds nobody for; null: it holds its contacts. */
  listFilled(account: string, processId: number): Promise<number | null>;
  /** Of what the import carried only these: they are let go, and due again, to be sent one by one. */
  reopen(account: string, processId: number, emailKeys: readonly string[]): Promise<void>;
  /** This one was asked about and is not finished: none of the running ones is asked about before `next`. */
  postpone(account: string, processId: number, next: Timestamp): Promise<void>;
  /**
   * Releases the import's contacts. `reopen`: their hashes are cleared and they are due again, to be sent one by one. `lost`: those that carry
   * one of these attributes are due again, since imports lose it.
   */
  finish(
    account: string,
    processId: number,
    how: { readonly state: 'completed' | 'failed'; readonly reopen: boolean; readonly lost?: readonly string[] },
  ): Promise<void>;
}
