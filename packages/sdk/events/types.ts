import type { SubscriberEvent } from '../contract/subscriptions';
import type { TicketEventType } from '../../../src/domain/subscription/subscriber-events';
import type { TajoError } from '../client/errors';
import type { AccountOption } from '../client/types';

export type { SubscriberEvent, TicketEventType };

/**
 * An event of one type. All have `id`, `happened_at` (UTC), `ticket_id`, `subject`, `channel`, `status`, `tags`, `assignee.name` and
 * `customer.email`, each as it stood when the event was written down. `ticket.resolved` and `ticket.closed` have `resolution_time` (whole
 * minutes from opening to closing, or null); `ticket.closed` and `satisfaction_survey.responded` have `satisfaction_score` (1 to 5, or
 * null) and `satisfaction_comment`; `ticket.closed` has the `outcome`.
 */
export type SubscriberEventOf<Type extends TicketEventType> = Extract<SubscriberEvent, { readonly type: Type }>;

/** Resolve (or return) when the event is dealt with; throw (or reject) to get it again. */
export type EventHandler<Type extends TicketEventType> = (event: SubscriberEventOf<Type>) => unknown;

export interface SubscribeOptions extends AccountOption {
  /** Called when events come, at first and after each interruption. */
  readonly onConnected?: (() => void) | undefined;
  /**
   * Told of each throw of the handler, with the event, which comes again; and, without an event, of a {@link TajoError} when the stream is
   * interrupted, which goes on by itself. Without it, throws are printed as warnings of the process, and so is a refusal by the connector.
   */
  readonly onError?: ((error: unknown, event: SubscriberEvent | null) => void) | undefined;
}

/** One handler of `connectors.on`. */
export interface Subscription {
  readonly type: TicketEventType;
  /**
   * Resolves when the connector knows the subscriber: events from then on are kept for it. Rejects with {@link TajoError}
   * `client.aborted` when it is closed before.
   */
  ready(): Promise<void>;
  /** No event comes any more; resolves when a handler under way has ended and is acknowledged. What is open comes to the next one who listens. */
  close(): Promise<void>;
}

/** What the stream knows of a handler, whatever its type. */
export interface Listener {
  readonly type: TicketEventType;
  handle(event: SubscriberEvent): Promise<void>;
  failed(error: unknown, event: SubscriberEvent): void;
  interrupted(error: TajoError): void;
  connected(): void;
}
