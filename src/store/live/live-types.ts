import type { OtherTicket, CampaignDecision } from '../../domain/ticket/campaign-types';
import type { Survey, Ticket, Timestamp } from '../../domain/records';
import type { TicketState } from '../../domain/ticket/state';
import type { TicketSummary } from '../../domain/ticket/summary';
import type { Outbox } from './subscriber-types';

/** A ticket's state and, beside it, what is looked up about it; both are written together. */
export interface KeptTicket {
  readonly state: TicketState;
  readonly summary: TicketSummary;
}

export interface TicketNote {
  readonly at: Timestamp;
  readonly source: 'webhook' | 'feed' | 'list' | 'sdk' | 'policy' | 'backfill' | 'read';
  readonly note: string;
}

export interface Tickets {
  load(account: string, ticketId: number): Promise<TicketState | null>;
  /**
   * Reads the state under a lock, changes it and keeps it, all in one transaction that `apply` may write to by `live`. Answers what
   * `apply` answers. A state that it returns unchanged is not written.
   */
  change<Answer>(
    account: string,
    ticketId: number,
    apply: (state: TicketState, live: LiveTables) => Promise<KeptTicket & { readonly answer: Answer }>,
  ): Promise<Answer>;
  note(account: string, ticketId: number, notes: readonly TicketNote[]): Promise<void>;
  notes(account: string, ticketId: number): Promise<readonly TicketNote[]>;
  /** A look begins: what was asked for until now is covered by it. */
  beginLook(account: string, ticketId: number): Promise<void>;
  /** Something happened that is a reason to look. */
  askForLook(account: string, ticketIds: readonly number[]): Promise<void>;
  /** What the policy waits for or has ended with, as others see it. */
  keepStage(
    account: string,
    ticketId: number,
    kept: { readonly stage: TicketStage; readonly sentence: string; readonly heldBy?: number },
  ): Promise<void>;
  markUndelivered(account: string, ticketId: number, undelivered: boolean): Promise<void>;
}

export type TicketStage = TicketSummary['stage'] | 'held';

export interface LookQueue {
  /**
   * Tickets whose workflow should look again: asked for since the last look, changed since `since` after the last read, or open without
   * ever having been looked at. Those that were told within the last minutes are left out.
   */
  toLookAt(
    account: string,
    options: { since: Timestamp; watchedFrom: Timestamp; limit: number },
  ): Promise<readonly LookDue[]>;
  signalled(account: string, ticketIds: readonly number[]): Promise<void>;
}

export interface LookDue {
  readonly ticketId: number;
  /** True: it was open before anybody watched, and what the list told of it is enough to begin with. */
  readonly backfill: boolean;
}

/** What a timeline event or a campaign says of the ticket, and to whom. */
export interface TicketDetails {
  readonly ticket: Ticket;
  readonly survey: Survey | null;
  /** The contact that the ticket counts for; null: the customer has no usable address, or there is none. */
  readonly emailKey: string | null;
  /** Whom the ticket belongs to, merges followed. */
  readonly customerId: number | null;
}

export interface TicketReader {
  details(account: string, ticketId: number): Promise<TicketDetails | null>;
  /** Tickets of the surveys that are known; survey events carry nothing but the survey's id. */
  ticketsOfSurveys(account: string, surveyIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** The other tickets of the person behind an address: all that are not ended, and the newest that are. */
  othersOf(account: string, emailKey: string, exceptTicketId: number): Promise<readonly OtherTicket[]>;
  /** Tickets whose campaign waits for this one to end. */
  heldBy(account: string, ticketId: number): Promise<readonly number[]>;
  /** True for a customer who was merged into another. */
  isAlias(account: string, customerId: number): Promise<boolean>;
  knowsCustomer(account: string, customerId: number): Promise<boolean>;
  /** Tickets whose timeline waits for an address that their customer has by now. */
  deliverable(account: string, limit: number): Promise<readonly number[]>;
}

export interface LedgerEvent {
  readonly key: string;
  readonly ticketId: number | null;
  readonly customerId: number | null;
  readonly emailKey: string;
  readonly name: string;
  readonly happenedAt: Timestamp;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface LedgerRow extends LedgerEvent {
  readonly state: 'due' | 'sending' | 'sent' | 'refused';
  readonly reason: string | null;
  readonly triedAt: Timestamp | null;
  readonly settledAt: Timestamp | null;
}

export interface Ledger {
  /** Writes events down before they are sent; a key that is known keeps what it has. */
  intend(account: string, events: readonly LedgerEvent[]): Promise<void>;
  /** Unsettled events of a ticket, or with null those about customers, oldest first. */
  unsettled(account: string, ticketId: number | null): Promise<readonly LedgerRow[]>;
  /**
   * A request is about to be made: from here on its outcome may be unknown. Answers the moment, or null when somebody else has got hold
   * of the event since it was read.
   */
  trying(account: string, event: Pick<LedgerRow, 'key' | 'state' | 'triedAt'>): Promise<Timestamp | null>;
  /** The request of that moment certainly did nothing. */
  untried(account: string, key: string, triedAt: Timestamp): Promise<void>;
  settle(account: string, key: string, state: 'sent' | 'refused', reason: string | null): Promise<void>;
  ofTicket(account: string, ticketId: number): Promise<readonly LedgerRow[]>;
  /** Customers made since `since` of whom nothing was told yet and who have an address. */
  newCustomers(account: string, since: Timestamp, limit: number): Promise<readonly NewCustomer[]>;
}

export interface NewCustomer {
  readonly customerId: number;
  readonly emailKey: string;
  readonly createdAt: Timestamp;
}

export interface CampaignIntent {
  /** Null: a program asked for it without a ticket. */
  readonly ticketId: number | null;
  readonly name: string;
  readonly send: { readonly event: string } | { readonly templateId: number } | { readonly listId: number };
  readonly params: Readonly<Record<string, unknown>>;
  readonly customerId: number | null;
  readonly emailKey: string;
  readonly eventKey: string;
  readonly mailKey: string;
  readonly intendedAt: Timestamp;
}

export interface CampaignRow extends CampaignIntent {
  readonly state: 'intended' | 'sending' | 'sent' | 'refused' | 'unknown';
  readonly reason: string | null;
  readonly triedAt: Timestamp | null;
  readonly settledAt: Timestamp | null;
}

export interface Campaigns {
  find(account: string, ticketId: number): Promise<CampaignRow | null>;
  findByKey(account: string, eventKey: string): Promise<CampaignRow | null>;
  /** When this person was sent other campaigns than that one; refused ones don't count. */
  sentTo(account: string, emailKey: string, exceptEventKey: string): Promise<readonly Timestamp[]>;
  /** Nobody else decides about this person until the transaction ends. */
  lockPerson(account: string, emailKey: string): Promise<void>;
  intend(account: string, intent: CampaignIntent): Promise<void>;
  /** As {@link Ledger.trying}; false when somebody else has got hold of the campaign since it was read. */
  trying(account: string, campaign: Pick<CampaignRow, 'eventKey' | 'state'>): Promise<boolean>;
  untried(account: string, eventKey: string): Promise<void>;
  settle(
    account: string,
    eventKey: string,
    state: 'sent' | 'refused' | 'unknown',
    reason: string | null,
  ): Promise<void>;
  /** Keeps what the policy said of the end at `closedAt`; the newest word stands. */
  keepDecision(account: string, ticketId: number, decision: KeptDecision): Promise<void>;
  /** What was pending is undone because the ticket is not closed any more. */
  cancelPending(account: string, ticketId: number, why: string): Promise<void>;
  decisions(account: string, ticketId: number): Promise<readonly KeptDecision[]>;
}

export interface KeptDecision {
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
  readonly askedAt: Timestamp;
  readonly outcome: string;
  readonly score: number | null;
  readonly campaign: string | null;
  readonly kind: CampaignDecision['kind'];
  readonly why: string;
  readonly until: Timestamp | null;
  readonly rules: CampaignDecision['rules'];
}

export interface Feed {
  /** Those of the ids that were not taken in yet. */
  unseen(account: string, ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Remembers events as taken in, and forgets those from before `forgetBefore`. */
  seen(account: string, events: readonly { id: number; at: Timestamp }[], forgetBefore: Timestamp): Promise<void>;
}

/** The tables that live traffic writes, over one connection or inside one transaction. */
export interface LiveTables {
  readonly ledger: Ledger;
  readonly campaigns: Campaigns;
  readonly ticketReader: TicketReader;
  readonly outbox: Outbox;
}
