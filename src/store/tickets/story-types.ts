import type { Timestamp } from '../../domain/timestamp';
import type { QuarantineEntry } from '../quarantine/quarantine-types';

/** How a ticket stands, by the facts and by what is kept of watching it. */
export interface TicketStatusRow {
  readonly ticketId: number;
  /** As the lists or the last read had it; null: no list and no read has shown it yet. */
  readonly status: string | null;
  readonly channel: string | null;
  readonly createdAt: Timestamp | null;
  readonly updatedAt: Timestamp | null;
  readonly closedAt: Timestamp | null;
  readonly deletedAt: Timestamp | null;
  readonly mergedInto: number | null;
  /** Null: nobody watches it. */
  readonly stage: string | null;
  readonly phase: string | null;
  readonly outcome: string | null;
  readonly sentence: string;
  readonly waitingUntil: Timestamp | null;
  readonly askedAt: Timestamp | null;
  readonly refreshedAt: Timestamp | null;
  /** Timeline events wait for an e-mail address. */
  readonly undelivered: boolean;
}

/** What is known of the contact behind an e-mail address. */
export interface ContactStatusRow {
  /** Null: never written. */
  readonly publishedAt: Timestamp | null;
  readonly refreshedAt: Timestamp | null;
  readonly due: boolean;
  readonly importing: boolean;
  /** Brevo lists that the connector has put it on. */
  readonly lists: readonly number[];
  /** Brevo's own word, and when it was asked; null: not asked yet. */
  readonly brevo: {
    readonly blocklisted: boolean;
    readonly unsubscribedFrom: readonly number[];
    readonly readAt: Timestamp;
  } | null;
}

export interface CustomerStatusRow {
  readonly id: number;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly mergedInto: number | null;
  readonly deletedAt: Timestamp | null;
}

export type PutAside = QuarantineEntry & { readonly firstAt: Timestamp; readonly lastAt: Timestamp };

/** Something that goes to Brevo. Names nobody. */
export interface Delivery {
  /** When its state changed last. */
  readonly at: Timestamp;
  readonly happenedAt: Timestamp;
  readonly kind: 'event' | 'campaign';
  readonly key: string;
  readonly ticketId: number | null;
  readonly customerId: number | null;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
}

/** What `tajo why` and `tajo connectors events` tell. Reads only. */
export interface Stories {
  /** Null: nothing is known of it. */
  ticket(account: string, ticketId: number): Promise<TicketStatusRow | null>;
  /** By address, in any spelling; null: there is no such contact. */
  contact(account: string, email: string): Promise<ContactStatusRow | null>;
  /** Customers with the address, and those that were merged into them. */
  customers(account: string, email: string): Promise<readonly CustomerStatusRow[]>;
  /** Of these customers, newest first. */
  ticketsOf(account: string, customerIds: readonly number[], limit: number): Promise<readonly TicketStatusRow[]>;
  putAside(
    account: string,
    of: { tickets: readonly number[]; customers: readonly number[] },
  ): Promise<readonly PutAside[]>;
  /** What changed since, oldest first; with more than `limit` the newest. */
  deliveries(
    account: string,
    filter: { ticketId?: number; since?: Timestamp; limit: number },
  ): Promise<readonly Delivery[]>;
}
