import type { Timestamp } from '../../domain/timestamp';
import type { Deleted } from './forget';
import type { PersonExport } from './person-export';
import type { Kept } from './retention';
import type { Scope } from './scope';

/** What became of an erasure: its receipt. Names nobody. */
export interface Erasure {
  /** Keyed hash of the address. */
  readonly person: string;
  readonly state: 'erasing' | 'erased' | 'allowed';
  /** The contact in Brevo is deleted too. */
  readonly brevo: boolean;
  readonly deleted: Deleted;
  /** Workflows that ran for the person and were terminated. */
  readonly workflows: number;
  /** From then on nothing of the person was taken in: of the last that was found to be of them. */
  readonly shutAt: Timestamp;
  /** When all that is kept here was deleted; null: not yet. */
  readonly storeAt: Timestamp | null;
  readonly brevoAt: Timestamp | null;
  /** `unknown`: Brevo had no such contact. `refused`: Brevo does not let go of it. */
  readonly brevoEnd: 'deleted' | 'unknown' | 'refused' | null;
  /** Of Brevo, that may bring the contact back: they were under way when it was deleted, and have not ended since. */
  readonly imports: readonly number[];
  /** When it was deleted in Brevo once more, after the last of them that has ended; null: it was not. */
  readonly againAt: Timestamp | null;
  /** When Gorgias was asked which other customers have the address; null: it could not be asked. */
  readonly gorgiasAt: Timestamp | null;
  readonly erasedAt: Timestamp | null;
  readonly allowedAt: Timestamp | null;
}

/** What is remembered of somebody who was erased and came back. */
export interface CameBack {
  /** When they were allowed; null: nobody of these was ever erased, or they are not allowed. */
  readonly since: Timestamp | null;
  /** The ticket had caused a campaign before they were erased. */
  readonly hadCampaign: boolean;
}

/** What may still reach Brevo of a person although nothing new leaves. */
export interface OnTheWire {
  /** Events and campaigns whose request has no answer yet. */
  readonly sending: number;
  /** A publication of the contact, or an import that may hold it. */
  readonly contact: boolean;
  /** Since the door was shut. */
  readonly sinceMs: number;
}

/** People's rights over what is kept of them (spec 17). */
export interface Privacy {
  export(account: string, email: string): Promise<PersonExport>;
  /** Shuts the door: from the answer on nothing of the person is taken in by anybody. May be repeated; one that runs is joined. */
  begin(account: string, email: string, options: { readonly brevo: boolean }): Promise<Erasure>;
  /**
   * Erases these customers of Gorgias too, with the addresses that they have: they are the person. Shuts the door for them at once; true: there
   * was something new, which is still to be deleted, here and in Brevo. Notes that Gorgias was asked.
   */
  widen(
    account: string,
    person: string,
    found: readonly { readonly id: number; readonly email: string | null }[],
  ): Promise<boolean>;
  find(account: string, person: string): Promise<Erasure | null>;
  /** The same by the address; null: it was never erased. */
  findByAddress(account: string, email: string): Promise<Erasure | null>;
  /** The newest of whoever the ticket belongs to; null: of nobody who was erased. */
  findByTicket(account: string, ticketId: number): Promise<Erasure | null>;
  /** Those of these addresses that are on the list. */
  erasedOf(account: string, emailKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of a ticket: whoever it belongs to was erased. */
  isTicketErased(account: string, ticketId: number): Promise<boolean>;
  /** Null: it is done. */
  scope(account: string, person: string): Promise<Scope | null>;
  workflowsEnded(account: string, person: string, ended: number): Promise<void>;
  /** What has not left for Brevo stays here. */
  giveUp(account: string, person: string): Promise<void>;
  onTheWire(account: string, person: string): Promise<OnTheWire>;
  /** Deletes the next part of what is kept; true: that was the last. */
  eraseSlice(account: string, person: string): Promise<boolean>;
  /** Imports that may hold the contact, and of which Brevo has not said how they ended. */
  importsUnderWay(account: string, person: string): Promise<readonly number[]>;
  brevoErased(
    account: string,
    person: string,
    how: { readonly end: NonNullable<Erasure['brevoEnd']>; readonly imports: Erasure['imports'] },
  ): Promise<void>;
  /** @param imports Those that are still under way. */
  brevoErasedAgain(account: string, person: string, imports: Erasure['imports']): Promise<void>;
  /** Brevo has to be asked, or asked again, before the erasure can end. */
  waitsForBrevo(account: string, person: string): Promise<boolean>;
  /** The next slice begins at the front again: for what was on its way when the first pass went by. */
  eraseAgain(account: string, person: string): Promise<void>;
  /** Forgets whom it was about. False: Brevo is still to be asked. */
  finish(account: string, person: string): Promise<boolean>;
  /** Deletes some of what is too old to be kept; true: nothing too old is left. */
  forgetOld(account: string, kept: Kept): Promise<boolean>;
  /** Deletes what is kept of a ticket that turned out to be an erased person's. */
  forgetTicket(account: string, ticketId: number): Promise<void>;
  /** The person may come back with the next sync. Null: the address is not on the list. Throws `conflict.already_running` while erasing. */
  allow(account: string, email: string): Promise<Erasure | null>;
  /** Whether whoever this is about was erased once, and allowed again. */
  cameBack(
    account: string,
    about: { readonly ticketId: number | null; readonly customerId: number | null; readonly emailKey: string | null },
  ): Promise<CameBack>;
}
