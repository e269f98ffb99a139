import { isConnectorError } from '../../domain/errors/connector-error';
import { isStop } from '../../domain/errors/stop';
import type { ActivityDeps } from '../deps';
import type { TicketRef } from './types';

/**
 * The same step, that writes down that its ticket is due for a refresh when the account stops it. The workflow then waits for a word
 * without a time of its own, and the incremental sync, which finds the account mended, gives it.
 */
export function waitingInStore<Rest extends readonly unknown[], Answer>(
  step: (deps: ActivityDeps, ref: TicketRef, ...rest: Rest) => Promise<Answer>,
): (deps: ActivityDeps, ref: TicketRef, ...rest: Rest) => Promise<Answer> {
  return async (deps, ref, ...rest) => {
    try {
      return await step(deps, ref, ...rest);
    } catch (thrown) {
      if (isConnectorError(thrown) && isStop(thrown.code))
        await deps.store.tickets.requestRefresh(ref.account, [ref.ticketId]);
      throw thrown;
    }
  };
}
