import { continueAsNew } from '@temporalio/workflow';
import { readTicketInput } from './input';
import type { TicketEnd, TicketInput } from './messages';
import { requireOwnId } from './own-id';
import type { TicketStatus } from '../activities/tickets/types';
import { type TicketSteps, openSteps, Stopped } from './ticket/steps';
import { openSignals } from './ticket/signals';
import { type LiveView, openView } from './ticket/view';

/** What a run hands to its continuation; what is known of the ticket stands in the store. */
interface HandOver {
  readonly hints: number;
  /** By the signal; what is missing is false. */
  readonly paused?: boolean;
}

/**
 * One ticket (design D7). Whatever is heard of it, however often and from where, leads to one refresh from Gorgias; then the contact and the
 * timeline are brought up to date, and the outcome is decided once it can be known. Ends when nothing more is awaited; the next hint starts
 * it again.
 */
export async function ticketWorkflow(input: TicketInput, handOver: HandOver = { hints: 0 }): Promise<TicketEnd> {
  const ticket = readTicketInput(input);
  requireOwnId(ticket);
  const view = openView(ticket);
  const signals = openSignals(view, handOver);
  const steps = openSteps(ticket, { view, signals });
  for (;;) {
    await signals.gather();
    if (signals.isPaused()) return continueAsNew<typeof ticketWorkflow>(ticket, signals.handOver());
    const status = await round(steps, view);
    // Before the signals: in a storm of hints there always are some, and the next run begins with a refresh that covers them.
    if (view.historyIsLong()) return continueAsNew<typeof ticketWorkflow>(ticket, signals.handOver());
    if (signals.hasPending()) continue;
    if (status?.done === true) return { status: status.phase, outcome: status.outcome, sentence: status.sentence };
    await signals.waitUntil(status?.until ?? null);
  }
}

/** One refresh and all that follows from it; null: nothing can be done before something comes. */
async function round(steps: TicketSteps, view: LiveView): Promise<TicketStatus | null> {
  try {
    const refreshed = await steps.refresh();
    if (refreshed.paused) {
      view.update({ sentence: 'the connector is paused', waitingUntil: null });
      return null;
    }
    if (refreshed.unreadable !== undefined) {
      view.update({ sentence: `set aside, and tried again by itself: ${refreshed.unreadable}`, waitingUntil: null });
      return null;
    }
    if (refreshed.survivorId !== null) await steps.signalTickets([refreshed.survivorId]);
    const { due } = refreshed;
    // The timeline brings the contact along. An earlier release did not say what is due.
    if (due === undefined || (due.contact && !due.timeline)) await steps.publishCustomer();
    const told = (due?.timeline ?? true) ? await steps.sendTimeline(refreshed.at) : null;
    const status = told ?? due?.status ?? (await steps.settleOutcome(refreshed.at));
    view.show(status);
    if (status.wake.length > 0) await steps.signalTickets(status.wake);
    return status;
  } catch (thrown) {
    if (!(thrown instanceof Stopped)) throw thrown;
    view.update({ sentence: thrown.sentence, waitingUntil: null });
    return null;
  }
}
