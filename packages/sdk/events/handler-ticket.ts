import { AsyncLocalStorage } from 'node:async_hooks';

interface HandlerTicket {
  readonly account: string;
  readonly ticketId: number;
}

const storage = new AsyncLocalStorage<HandlerTicket>();

/** Runs an event's handler; whatever it awaits knows the event's ticket by {@link handlerTicket}. */
export function withTicket<Result>(ticket: HandlerTicket, work: () => Result): Result {
  return storage.run(ticket, work);
}

/** The ticket of the event whose handler is running; undefined outside of one. */
export function handlerTicket(): HandlerTicket | undefined {
  return storage.getStore();
}
