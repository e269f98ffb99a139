import { mayBeMeant } from '../../../src/config/file/nearest';
import { TICKET_EVENT_TYPES } from '../../../src/domain/subscription/subscriber-events';
import type { CallApi } from '../client/api-call';
import { TajoError } from '../client/errors';
import { isTransient } from '../client/transient';
import { EventStream } from './event-stream';
import type {
  EventHandler,
  Listener,
  SubscribeOptions,
  SubscriberEvent,
  SubscriberEventOf,
  Subscription,
  TicketEventType,
} from './types';

/** Registers a handler; throws `input.invalid` for a type that there is not. */
export type Subscribe = <Type extends TicketEventType>(
  type: Type,
  handler: EventHandler<Type>,
  options?: SubscribeOptions,
) => Subscription;

/** One stream for each account that is listened to, however many handlers there are. */
export function createSubscribe(callApi: CallApi, subscriber: string): Subscribe {
  const streams = new Map<string | undefined, EventStream>();
  const streamOf = (account: string | undefined): EventStream => {
    const found = streams.get(account);
    if (found !== undefined) return found;
    const ended = (): void => void streams.delete(account);
    const stream = new EventStream(callApi, { account, subscriber, ended });
    streams.set(account, stream);
    return stream;
  };
  return (type, handler, options = {}) => {
    requireType(type);
    const listener = createListener(type, handler, options);
    const stream = streamOf(options.account);
    stream.add(listener);
    return { type, ready: () => stream.ready(listener), close: () => stream.remove(listener) };
  };
}

function createListener<Type extends TicketEventType>(
  type: Type,
  handler: EventHandler<Type>,
  { onError, onConnected }: SubscribeOptions,
): Listener {
  return {
    type,
    async handle(event) {
      if (isOfType(type, event)) await handler(event);
    },
    failed(error, event) {
      if (onError !== undefined) {
        onError(error, event);
        return;
      }
      const why = error instanceof Error ? error.message : String(error);
      warn(`The handler of ${type} failed for ticket ${String(event.ticket_id)} and gets the event again: ${why}`);
    },
    connected: () => onConnected?.(),
    interrupted(error) {
      if (onError !== undefined) onError(error, null);
      else if (!isTransient(error))
        warn(`Events of ${type} do not come just now: ${error.message} ${error.nextStep ?? ''}`);
    },
  };
}

function isOfType<Type extends TicketEventType>(type: Type, event: SubscriberEvent): event is SubscriberEventOf<Type> {
  return event.type === type;
}

/** For callers without types. */
function requireType(type: string): void {
  if (TICKET_EVENT_TYPES.some((known) => known === type)) return;
  const meant = mayBeMeant(type, TICKET_EVENT_TYPES);
  const advice = meant === undefined ? '' : `the nearest is ${meant}; `;
  const sentence = `There is no such event: ${advice}there is ${TICKET_EVENT_TYPES.join(', ')}.`;
  throw new TajoError('input.invalid', sentence, { field: 'type' });
}

function warn(sentence: string): void {
  process.emitWarning(sentence, { type: 'TajoWarning' });
}
