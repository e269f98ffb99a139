import { sleep } from '@temporalio/workflow';
import type { TicketLook, TicketStand } from '../../activities/live/types';
import { faultOf, isLimit, isRefusal } from '../fault';
import { SUMMARIES, type TicketInput } from '../messages';
import { bookkeeping, live } from '../sync/activities';
import type { Board } from './board';
import type { Inbox } from './inbox';

/** A refused key, or a mapping that Brevo does not fit any more, is tried again this often by itself. */
const REFUSED_RETRY_MS = 10 * 60_000;
const REFUSED_PAUSE_MS = 15_000;
const DEFAULT_LIMIT_WAIT_MS = 60_000;

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
  const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    let refused = false;
    for (;;) {
      try {
        const result = await work();
        if (refused) await bookkeeping.reportConnected(account);
        return result;
      } catch (thrown) {
        const fault = faultOf(thrown);
        if (fault === null || !(isRefusal(fault) || isLimit(fault) || fault.code === 'config.invalid')) throw thrown;
        if (isRefusal(fault) && !refused) await bookkeeping.reportRefusedKey(account, fault.code, fault.message);
        refused ||= isRefusal(fault);
        board.tell({ sentence: `waiting: ${fault.message}` });
        if (isLimit(fault)) {
          await sleep(fault.retryAfterMs ?? DEFAULT_LIMIT_WAIT_MS, { summary: SUMMARIES.rateLimited });
          continue;
        }
        // A hint may mean that somebody has mended it, but a storm of them must not become one of refused requests.
        await inbox.newsOr(new Date(Date.now() + REFUSED_RETRY_MS).toISOString());
        await sleep(REFUSED_PAUSE_MS, { summary: SUMMARIES.keyRefused });
      }
    }
  };
  return {
    look: () => {
      const hints = inbox.take();
      return patiently(() => live.readTicket(ticket, hints));
    },
    publishCustomer: () => patiently(() => live.publishCustomer(ticket)),
    sendTimeline: () => patiently(() => live.sendTimeline(ticket)),
    settleOutcome: (lookedAt) => patiently(() => live.settleOutcome(ticket, lookedAt)),
    wake: (ticketIds) => patiently(() => live.wakeTickets(account, ticketIds, 'policy')),
  };
}
