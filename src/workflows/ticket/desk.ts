import { sleep } from '@temporalio/workflow';
import type { TicketLook, TicketStand } from '../../activities/tickets/types';
import { faultOf, isLimit, isStop } from '../fault';
import { SUMMARIES, type TicketInput } from '../messages';
import { patiently, waitAfter } from '../patience';
import { activities } from '../activities';
import type { Board } from './board';
import type { Inbox } from './inbox';

/** The steps of a ticket's business. Each waits for as long as the vendors want it to, and throws {@link Stopped}. */
export interface Desk {
  look(): Promise<TicketLook>;
  publishCustomer(): Promise<void>;
  sendTimeline(): Promise<void>;
  settleOutcome(lookedAt: TicketLook['at']): Promise<TicketStand>;
  wake(ticketIds: readonly number[]): Promise<void>;
}

/**
 * The account must be mended by a person before anything can go on. The step has written down that the ticket is to be looked at: whoever
 * finds the account mended says so, and until then nothing is tried here.
 */
export class Stopped extends Error {
  constructor(readonly sentence: string) {
    super(sentence);
    this.name = 'Stopped';
  }
}

export function openDesk(ticket: TicketInput, { board, inbox }: { board: Board; inbox: Inbox }): Desk {
  const { account } = ticket;
  const patience = {
    account,
    bears: isLimit,
    waitOut: (fault: Parameters<typeof waitAfter>[0]) => {
      board.tell({ sentence: `waiting: ${fault.message}` });
      return sleep(waitAfter(fault), { summary: SUMMARIES.rateLimited });
    },
  };
  const step = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await patiently(patience, work);
    } catch (thrown) {
      const fault = faultOf(thrown);
      throw fault !== null && isStop(fault) ? new Stopped(`waiting: ${fault.message}`) : thrown;
    }
  };
  return {
    look: () => {
      const hints = inbox.take();
      return step(() => activities.readTicket(ticket, hints));
    },
    publishCustomer: () => step(() => activities.publishCustomer(ticket)),
    sendTimeline: () => step(() => activities.sendTimeline(ticket)),
    settleOutcome: (lookedAt) => step(() => activities.settleOutcome(ticket, lookedAt)),
    wake: (ticketIds) => step(() => activities.wakeTickets(account, ticketIds, 'policy')),
  };
}
