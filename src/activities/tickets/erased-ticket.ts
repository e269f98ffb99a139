import { PersonErased } from '../../domain/privacy/person-erased';
import { timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import type { TicketRef, TicketRefresh, TicketStatus } from './types';

/** The same step for a ticket of somebody who was erased: nothing is kept of it, and this is the answer. Outside of everything else. */
export function unlessErased<Rest extends readonly unknown[], Answer>(
  step: (deps: ActivityDeps, ref: TicketRef, ...rest: Rest) => Promise<Answer>,
  answer: (deps: ActivityDeps) => Answer,
): (deps: ActivityDeps, ref: TicketRef, ...rest: Rest) => Promise<Answer> {
  return async (deps, ref, ...rest) => {
    const { privacy } = deps.store;
    try {
      if (await privacy.isTicketErased(ref.account, ref.ticketId)) throw new PersonErased();
      return await step(deps, ref, ...rest);
    } catch (thrown) {
      if (!(thrown instanceof PersonErased)) throw thrown;
      // What was written before it was known whose ticket it is.
      await privacy.forgetTicket(ref.account, ref.ticketId);
      return answer(deps);
    }
  };
}

/** There is nothing more to be done: the round is over with its first step. */
export function erasedRefresh({ now }: ActivityDeps): TicketRefresh {
  const due = { contact: false, timeline: false, status: erasedStatus() };
  return { paused: false, survivorId: null, at: timestampOf(now()), due };
}

/** Nothing more is awaited: the ticket counts as one that is gone. */
export function erasedStatus(): TicketStatus {
  return { phase: 'deleted', outcome: null, sentence: 'the person was erased', until: null, done: true, wake: [] };
}
