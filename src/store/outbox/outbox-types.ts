import type { Timestamp } from '../../domain/timestamp';
import type { CampaignRule } from '../../domain/campaign/campaign-types';

/**
 * `intended`: to be sent when the gate lets it. `sending`: a request may be on the wire, or its answer was lost. The others are ends:
 * `refused` by Brevo, `unknown` whether Brevo has it, `given_up` by us for the reason that stands beside it.
 */
export type OutboxState = 'intended' | 'sending' | 'sent' | 'refused' | 'unknown' | 'given_up';
export type OutboxEnd = Exclude<OutboxState, 'intended' | 'sending'>;

/** What is to be sent to Brevo about a person: an event of the timeline, or a campaign. */
export interface Intent {
  /** The same happening, the same campaign has the same key: it is written down once. */
  readonly key: string;
  /** Null: the event is about the customer, or the campaign belongs to no ticket. */
  readonly ticketId: number | null;
  readonly customerId: number | null;
  readonly emailKey: string;
  /** Of the event in Brevo, or of the campaign. */
  readonly name: string;
  readonly happenedAt: Timestamp;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface CampaignIntent extends Intent {
  readonly send: CampaignRule['send'];
  /** UUID, Brevo's idempotency key. */
  readonly mailKey: string;
  /** From the intent on, milliseconds. */
  readonly expiresMs: number;
  /** When it could have been sent at the earliest, whether anybody was there to send it or not. */
  readonly possibleFrom: Timestamp;
}

export interface OutboxEntry extends Intent {
  readonly kind: 'timeline' | 'campaign';
  /** Null: an event of the timeline. */
  readonly send: CampaignIntent['send'] | null;
  /** Null also: it may have been sent under one that was lost with an earlier database. */
  readonly mailKey: string | null;
  readonly intendedAt: Timestamp;
  readonly expiresAt: Timestamp | null;
  readonly state: OutboxState;
  readonly reason: string | null;
  /** Of the attempt that may be on the wire. */
  readonly token: string | null;
  /** An earlier attempt may have been carried out. */
  readonly unsure: boolean;
  readonly firstTriedAt: Timestamp | null;
  readonly triedAt: Timestamp | null;
  readonly settledAt: Timestamp | null;
  /** Why the last attempt was not let through, and when. */
  readonly gate: string | null;
  readonly gateAt: Timestamp | null;
  /** Not tried again before; null: as soon as somebody comes by, or only when somebody says so. */
  readonly dueAt: Timestamp | null;
}

/** Of what only somebody's word brings on again: in SQL and as a parameter of it a time like any other. */
export const FOREVER = 'infinity';

/**
 * Why the event about a new customer was given up whose address nobody is written to at. It is kept, and compared with: should the customer
 * get another address, that is another question.
 */
export const UNFIT_ADDRESS = 'nobody is written to at this address';

/** Whom something goes to. */
export interface Addressee {
  readonly emailKey: string;
  /** Null: nobody has said which customer it is; whoever has the address is. */
  readonly customerId: number | null;
}

/** What an account lets through at this moment. */
export type AccountGate = 'open' | 'off' | 'paused' | 'gone';

/**
 * The one place from which anything leaves for a person's timeline or mailbox (design D14). Times are the database's (`clock_timestamp()`):
 * those of a worker say nothing about how long a step lay in a queue.
 */
export interface Outbox {
  now(): Promise<Timestamp>;
  /** Writes events of the timeline down; a key that is known keeps what it has, unless it was given up for an address that is another now. */
  intend(account: string, events: readonly Intent[]): Promise<void>;
  /** Writes a campaign down. One of that key that was given up, and so never sent, is taken up anew; any other stays as it is. */
  intendCampaign(account: string, campaign: CampaignIntent): Promise<void>;
  find(account: string, key: string): Promise<OutboxEntry | null>;
  /**
   * Events of a ticket's timeline that have no end yet, oldest first; or with null those about customers, without those that are not to be
   * tried again yet.
   */
  unsettled(account: string, ticketId: number | null): Promise<readonly OutboxEntry[]>;
  ofTicket(account: string, ticketId: number): Promise<readonly OutboxEntry[]>;
  /** Nobody pauses or switches off the account until the transaction ends. */
  admit(account: string): Promise<AccountGate>;
  /** Nobody else decides about this person until the transaction ends, at whatever address of theirs. */
  lockPerson(account: string, person: Addressee): Promise<void>;
  /**
   * When this person was sent other campaigns than that one, or may have been: at this address or another one, as this customer or as one
   * who was merged into them. Oldest first.
   */
  sentTo(account: string, person: Addressee, exceptKey: string): Promise<readonly Timestamp[]>;
  /**
   * A request is about to be made: from here on its outcome may be unknown. Answers the attempt's token, or null when somebody else has got
   * hold of the entry since it was read, or has written it down anew.
   */
  begin(account: string, entry: Pick<OutboxEntry, 'key' | 'state' | 'token' | 'intendedAt'>): Promise<string | null>;
  /** The request of that attempt certainly did nothing. `waitsFor`: the hold that keeps it back. */
  release(
    account: string,
    attempt: { readonly key: string; readonly token: string },
    why: { readonly gate: string; readonly waitsFor: string | null },
  ): Promise<void>;
  /** The answer of that attempt was lost. */
  lose(account: string, attempt: { readonly key: string; readonly token: string }): Promise<void>;
  /** Ends an attempt; false when it is not its any more. */
  settle(
    account: string,
    attempt: { readonly key: string; readonly token: string | null },
    how: { readonly end: OutboxEnd; readonly reason: string | null },
  ): Promise<boolean>;
  /** What was certainly never sent will not be. True: it was intended until now. */
  giveUp(account: string, key: string, reason: string): Promise<boolean>;
  /** The gate did not let it pass: it stays intended. `dueAt`: when it is tried again by itself; {@link FOREVER}: only when somebody says so. */
  keepBack(
    account: string,
    key: string,
    why: { readonly gate: string; readonly dueAt: Timestamp | typeof FOREVER | null },
  ): Promise<void>;
  /** It is not tried again before that time. False: it is on the wire, or has an end. */
  postpone(account: string, key: string, why: { readonly gate: string; readonly dueAt: Timestamp }): Promise<boolean>;
  /** The person has another address by now, by a merge or a correction. */
  redirect(
    account: string,
    key: string,
    to: { readonly emailKey: string; readonly customerId: number | null },
  ): Promise<void>;
  /** What was not let through and has no end yet, by reason: the most frequent first. */
  kept(account: string, limit: number): Promise<readonly KeptBack[]>;
  /** Customers made since `since` whose creation was not written down yet for their address of now, the oldest first. */
  newCustomers(account: string, since: Timestamp, limit: number): Promise<readonly NewCustomer[]>;
}

export interface KeptBack {
  readonly why: string;
  readonly kind: OutboxEntry['kind'];
  readonly entries: number;
  /** When the first and the last of them was not let through. */
  readonly firstAt: Timestamp;
  readonly lastAt: Timestamp;
}

export interface NewCustomer {
  readonly customerId: number;
  readonly emailKey: string;
  readonly createdAt: Timestamp;
}
