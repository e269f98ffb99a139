import { continueAsNew } from '@temporalio/workflow';
import { readTicketInput } from './input';
import type { TicketEnd, TicketInput } from './messages';
import type { TicketStand } from '../activities/tickets/types';
import { type Desk, openDesk, Stopped } from './ticket/desk';
import { openInbox } from './ticket/inbox';
import { type Board, openBoard } from './ticket/board';

/** What a run hands to its continuation; what is known of the ticket stands in the store. */
interface HandOver {
  readonly hints: number;
  /** By the signal; what is missing is false. */
  readonly paused?: boolean;
}

/**
 * One ticket (design D7). Whatever is heard of it, however often and from where, leads to one look at Gorgias; then the contact and the
 * timeline are brought up to date, and the outcome is decided once it can be known. Ends when nothing more is awaited; the next hint starts
 * it again.
 */
export async function ticketWorkflow(input: TicketInput, handOver: HandOver = { hints: 0 }): Promise<TicketEnd> {
  const ticket = readTicketInput(input);
  const board = openBoard(ticket);
  const inbox = openInbox(board, handOver);
  const desk = openDesk(ticket, { board, inbox });
  for (;;) {
    await inbox.gather();
    if (inbox.isPaused()) return continueAsNew<typeof ticketWorkflow>(ticket, inbox.handOver());
    const stand = await round(desk, board);
    // Before the news: in a storm of hints there always are some, and the next run begins with a look that covers them.
    if (board.historyIsLong()) return continueAsNew<typeof ticketWorkflow>(ticket, inbox.handOver());
    if (inbox.hasNews()) continue;
    if (stand?.done === true) return { status: stand.phase, outcome: stand.outcome, sentence: stand.sentence };
    await inbox.newsOr(stand?.until ?? null);
  }
}

/** One look and all that follows from it; null: nothing can be done before something comes. */
async function round(desk: Desk, board: Board): Promise<TicketStand | null> {
  try {
    const look = await desk.look();
    if (look.paused) {
      board.tell({ sentence: 'the connector is paused' });
      return null;
    }
    if (look.survivorId !== null) await desk.wake([look.survivorId]);
    await desk.publishCustomer();
    await desk.sendTimeline();
    const stand = await desk.settleOutcome(look.at);
    board.show(stand);
    if (stand.wake.length > 0) await desk.wake(stand.wake);
    return stand;
  } catch (thrown) {
    if (!(thrown instanceof Stopped)) throw thrown;
    board.tell({ sentence: thrown.sentence });
    return null;
  }
}
