import { momentOf } from '../../domain/moment';
import type { Timestamp } from '../../domain/records';
import type { CsatPolicy } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import { summarise } from '../../domain/ticket/summary';
import type { KeptTicket, LiveTables } from '../../store/live/live-types';
import type { ActivityDeps } from '../deps';
import type { TicketRef } from './types';

/** As of when, and by which policy, a state is judged. */
export interface Moment {
  readonly now: Timestamp;
  readonly csat: CsatPolicy;
}

export function momentFor(deps: ActivityDeps, account: string): Moment {
  return { now: momentOf(deps.now()), csat: deps.configOf(account).csat };
}

interface Changed<Answer> extends Pick<KeptTicket, 'state' | 'asksForLook'> {
  readonly answer: Answer;
}

/** Changes the ticket under its lock, in one transaction with what is written by `live`. What others see of it follows from the state. */
export function changeTicket<Answer>(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  change: (before: TicketState, live: LiveTables) => Changed<Answer> | Promise<Changed<Answer>>,
  moment: Moment = momentFor(deps, account),
): Promise<Answer> {
  return deps.store.tickets.change(account, ticketId, async (before, live) => {
    const changed = await change(before, live);
    return { ...changed, summary: summarise(changed.state, moment) };
  });
}
