import { timestampOf } from '../../domain/timestamp';
import type { Judgement } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import { type View, viewOf } from '../../domain/ticket/view';
import type { KeptTicket } from '../../store/tickets/ticket-types';
import type { LiveTables } from '../../store/live-tables';
import type { ActivityDeps } from '../deps';
import type { TicketRef } from './types';

export function judgementNow(deps: ActivityDeps, account: string): Judgement {
  return { now: timestampOf(deps.now()), csat: deps.configOf(account).csat };
}

interface Changed<Answer> extends Pick<KeptTicket, 'state' | 'requestsRefresh'> {
  readonly answer: Answer;
  /** Of the state, when it is judged already. */
  readonly view?: View;
}

/** Changes the ticket under its lock, in one transaction with what is written by `live`. What others see of it follows from the state. */
export function changeTicket<Answer>(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  change: (before: TicketState, live: LiveTables) => Changed<Answer> | Promise<Changed<Answer>>,
): Promise<Answer> {
  const judgement = judgementNow(deps, account);
  return deps.store.tickets.change(account, ticketId, async (before, live) => {
    const { view, ...changed } = await change(before, live);
    return { ...changed, summary: (view ?? viewOf(changed.state, judgement)).summary };
  });
}
