import type { OtherTicket } from '../../domain/campaign/campaign-types';
import type { Survey, Ticket } from '../../domain/records';
import type { Timestamp } from '../../domain/timestamp';
import type { CsatPolicy } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import type { TicketSummary } from '../../domain/ticket/summary';

/** A ticket's state and, beside it, what is looked up about it; both are written together. */
export interface KeptTicket {
  readonly state: TicketState;
  readonly summary: TicketSummary;
  /** The ticket is due for a refresh because of it. */
  readonly requestsRefresh?: boolean;
}

export interface TicketNote {
  readonly at: Timestamp;
  readonly source: 'webhook' | 'feed' | 'list' | 'sdk' | 'policy' | 'backfill' | 'read';
  readonly note: string;
}

export type TicketStage = TicketSummary['stage'] | 'held';

export interface RefreshQueue {
  /**
   * Tickets whose workflow should refresh: asked for since the last refresh, changed since `since` after the last read, or open without
   * ever having been refreshed. Those that were signalled within the last minutes are left out. One call looks at so many tickets as takes a
   * moment, and the next one of the run goes on with the first that it answered: what was not signalled is found again.
   */
  toRefresh(
    account: string,
    options: {
      readonly since: Timestamp;
      readonly watchedFrom: Timestamp;
      readonly runId: string;
      readonly limit: number;
    },
  ): Promise<DueRefreshes>;
  /**
   * Tickets whose workflow should have acted by itself and has not for ten minutes: it was ended by hand, or lost. And those whose campaign
   * or event waited for something that a person has mended, or that it is time to try again (design D16).
   */
  overdue(account: string, limit: number): Promise<readonly number[]>;
  /**
   * Tickets whose campaign is held by one that is no reason to any more, since it became another's, or nobody's case: nobody else wakes them.
   * One call looks at some of those that are held, and the next goes on behind them.
   */
  letGo(account: string, limit: number): Promise<readonly number[]>;
  /** Both for campaigns that programs asked for. */
  overdueRequests(account: string, limit: number): Promise<readonly string[]>;
  /** Watched tickets whose survey was sent or answered after they were last seen are due for a refresh. */
  requestForSurveys(account: string, surveys: readonly Survey[]): Promise<void>;
  signalled(account: string, ticketIds: readonly number[]): Promise<void>;
}

export interface DueRefreshes {
  readonly due: readonly DueRefresh[];
  /** All were looked at: there are no more. */
  readonly done: boolean;
}

export interface DueRefresh {
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
  /**
   * The other tickets of the person behind an address: all that are not ended, and the newest that are. Of each customer with that address the
   * newest 500, and the newest 500 that are open, are looked at.
   */
  othersOf(
    account: string,
    emailKey: string,
    options: { readonly exceptTicketId: number; readonly watchedFrom: Timestamp; readonly csat: CsatPolicy },
  ): Promise<readonly OtherTicket[]>;
  /** The customers who have this address, newest first. */
  customersOf(account: string, emailKey: string, limit: number): Promise<readonly number[]>;
  /** Tickets whose campaign waits for this one to end. */
  heldBy(account: string, ticketId: number): Promise<readonly number[]>;
  /** Whether anything is known of the customer, be it that they are gone. */
  hasRead(account: string, customerId: number): Promise<boolean>;
  /** True for a customer who was merged into another. */
  isMerged(account: string, customerId: number): Promise<boolean>;
  /** Who stands for the customer, merges followed, with their address; null: deleted or unknown. */
  ownerOf(
    account: string,
    customerId: number,
  ): Promise<{ readonly customerId: number; readonly emailKey: string | null } | null>;
  /** Every address that is known of the customer: their own, that of a channel, and those of customers who were merged into them. */
  addressesOf(account: string, customerId: number): Promise<readonly string[]>;
  /** When the newest refresh began that Gorgias has answered; null: none was, or what it has answered last cannot be read. */
  seenAt(account: string, ticketId: number): Promise<Timestamp | null>;
  /** True when the newest refresh was answered with something that cannot be read. */
  isUnread(account: string, ticketId: number): Promise<boolean>;
  /** True when something was heard of the ticket since the newest refresh began. */
  hasSignalSinceRefresh(account: string, ticketId: number): Promise<boolean>;
  /**
   * Tickets whose timeline waits for an address that their customer has by now, lowest id first. One call looks at some of those that wait, and
   * the next goes on behind them.
   */
  deliverable(account: string, limit: number): Promise<readonly number[]>;
}
