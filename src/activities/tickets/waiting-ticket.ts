import { type ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import { isStop } from '../../domain/errors/stop';
import { waitReason } from '../../domain/ticket/waits';
import type { ActivityDeps } from '../deps';
import { setAsideTicket } from '../set-aside';
import type { TicketRef } from './types';

/**
 * The same step, that writes down that its ticket is due for a refresh when it cannot go on for now. The workflow then waits for a word
 * without a time of its own, and the incremental sync gives it: once the account is mended, and for an answer that nobody has foreseen when
 * it is time to try again. Whatever is in the way is noted, so that the time is accounted for when it is over (`set-aside.ts`, `ticketWorked`).
 */
export function waitingInStore<Rest extends readonly unknown[], Answer>(
  step: (deps: ActivityDeps, ref: TicketRef, ...rest: Rest) => Promise<Answer>,
): (deps: ActivityDeps, ref: TicketRef, ...rest: Rest) => Promise<Answer> {
  return async (deps, ref, ...rest) => {
    try {
      return await step(deps, ref, ...rest);
    } catch (thrown) {
      if (isConnectorError(thrown)) await waitFor(deps, ref, thrown);
      throw thrown;
    }
  };
}

async function waitFor(deps: ActivityDeps, { account, ticketId }: TicketRef, error: ConnectorError): Promise<void> {
  const reason = waitReason(error);
  if (reason !== null) await deps.store.tickets.beginWait(account, ticketId, reason);
  if (isStop(error.code)) await deps.store.tickets.requestRefresh(account, [ticketId]);
  else if (!error.retryable) await setAsideTicket(deps, account, { ticketId, error });
}
