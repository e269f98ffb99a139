import { sleep } from '@temporalio/workflow';
import type { TicketLook, TicketStand } from '../../activities/tickets/types';
import { type Fault, isLimit } from '../fault';
import { SUMMARIES, type TicketInput } from '../messages';
import { canBeMended, patiently, waitAfter } from '../patience';
import { live } from '../sync/activities';
import type { Board } from './board';
import type { Inbox } from './inbox';

const REFUSED_PAUSE_MS = 15_000;

/** The steps of a ticket's business. Each waits for as long as the vendors or the account's keys want it to. */
export interface Desk {
  look(): Promise<TicketLook>;
  publishCustomer(): Promise<void>;
  sendTimeline(): Promise<void>;
  settleOutcome(lookedAt: TicketLook['at']): Promise<TicketStand>;
  wake(ticketIds: readonly number[]): Promise<void>;
}

export function openDesk(ticket: TicketInput, { board, inbox }: { board: Board; inbox: Inbox }): Desk {
  const { account } = ticket;
  const waitOut = async (fault: Fault): Promise<void> => {
    board.tell({ sentence: `waiting: ${fault.message}` });
    if (isLimit(fault)) return sleep(waitAfter(fault), { summary: SUMMARIES.rateLimited });
    // A hint may mean that somebody has mended it, but a storm of them must not become one of refused requests.
    await inbox.newsOr(new Date(Date.now() + waitAfter(fault)).toISOString());
    await sleep(REFUSED_PAUSE_MS, { summary: SUMMARIES.keyRefused });
  };
  const step = <Result>(work: () => Promise<Result>): Promise<Result> =>
    patiently({ account, bears: canBeMended, waitOut }, work);
  return {
    look: () => {
      const hints = inbox.take();
      return step(() => live.readTicket(ticket, hints));
    },
    publishCustomer: () => step(() => live.publishCustomer(ticket)),
    sendTimeline: () => step(() => live.sendTimeline(ticket)),
    settleOutcome: (lookedAt) => step(() => live.settleOutcome(ticket, lookedAt)),
    wake: (ticketIds) => step(() => live.wakeTickets(account, ticketIds, 'policy')),
  };
}
