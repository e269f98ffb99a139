import type { Timestamp } from '../../domain/timestamp';
import type { PublishedEvent } from '../../domain/ticket/state';
import type { TicketEventFields, TicketEventType } from '../../domain/subscription/subscriber-events';

export interface NewTicketEvent {
  /** The same happening has the same key: it is written down once. */
  readonly key: string;
  readonly ticketId: number;
  readonly type: TicketEventType;
  readonly happenedAt: Timestamp;
  readonly payload: TicketEventFields;
}

export interface TicketEventRow extends Omit<NewTicketEvent, 'key'> {
  readonly seq: number;
}

/** Where the facts' own transactions write down what subscribers are to hear. */
export interface TicketEvents {
  /** Numbers the events in the order of commits: whoever appends holds up the account's other appends until its transaction ends. */
  append(account: string, events: readonly NewTicketEvent[]): Promise<void>;
  published(account: string, ticketId: number): Promise<readonly PublishedEvent[]>;
  keepPublished(account: string, ticketId: number, published: readonly PublishedEvent[]): Promise<void>;
}

export interface Subscribers {
  /** Makes the subscriber known for these types, from now on where it was not, and says that it is still there. */
  join(account: string, subscriber: string, types: readonly TicketEventType[]): Promise<void>;
  /** Events of these types that the subscriber has not dealt with, after `after`, oldest first. None for a subscriber that never joined. */
  unacknowledged(
    account: string,
    subscriber: string,
    filter: { readonly types: readonly TicketEventType[]; readonly after: number; readonly limit: number },
  ): Promise<readonly TicketEventRow[]>;
  /** Answers how many of the events were newly dealt with; repeating it changes nothing. */
  acknowledge(account: string, subscriber: string, seqs: readonly number[]): Promise<number>;
  /** Removes at most some thousand events from before, and forgets subscribers that were not there since. */
  prune(account: string, before: Timestamp): Promise<void>;
}
