import type { Timestamp } from '../../domain/timestamp';
import type { TicketHint, TicketInput } from '../../workflows/messages';

/** A hint with the moment at which it came in, by the workflow's clock (milliseconds since 1970). */
export interface ReceivedHint extends TicketHint {
  readonly atMs: number;
}

export interface TicketRefresh {
  /** The connector is paused: nothing was read, and nothing is to be done until a hint comes. */
  readonly paused: boolean;
  /** The ticket lives on as this one. */
  readonly survivorId: number | null;
  /** Gorgias does not answer for this ticket in a way that can be read: nothing is to be done until it is read again. Missing: it was read. */
  readonly unreadable?: string;
  /** When the refresh began. */
  readonly at: Timestamp;
  /** Which steps have something to do. Missing: it was read by a release that did not look, and each is taken. */
  readonly due?: DueSteps;
}

export interface DueSteps {
  /** `publishCustomer` */
  readonly contact: boolean;
  /** `sendTimeline`, which publishes the contact first */
  readonly timeline: boolean;
  /** What `settleOutcome` would answer; null: the timeline answers it, or it is to be asked. */
  readonly status: TicketStatus | null;
}

/** How a ticket stands after everything that is due was done. */
export interface TicketStatus {
  readonly phase: string;
  readonly outcome: string | null;
  /** For a person; names nobody. */
  readonly sentence: string;
  /** When to refresh by itself; null: only when something comes. */
  readonly until: Timestamp | null;
  /** Nothing more is awaited. */
  readonly done: boolean;
  /** Tickets whose campaign waited for this one to end. */
  readonly wake: readonly number[];
}

/** How a campaign stands that a program asked for. */
export interface RequestStatus {
  readonly status: 'held' | 'sent' | 'skipped';
  /** Held: when to refresh by itself. */
  readonly until: Timestamp | null;
}

export type TicketRef = TicketInput;
