import { sleep } from '@temporalio/workflow';
import type { TicketRefresh, TicketStatus } from '../../activities/tickets/types';
import { failureOf, isLimit, isOfVendor, isStop } from '../step-failure';
import { SUMMARIES, type TicketInput } from '../messages';
import { patiently, waitAfter } from '../retry-waits';
import { activities } from '../activity-options';
import type { LiveView } from './view';
import type { TicketSignals } from './signals';

/** The steps of a ticket's business. Each waits for as long as the vendors want it to, and throws {@link Stopped}. */
export interface TicketSteps {
  refresh(): Promise<TicketRefresh>;
  publishCustomer(): Promise<void>;
  /** Answers how the ticket stands, when it is open. */
  sendTimeline(refreshedAt: TicketRefresh['at']): Promise<TicketStatus | null>;
  settleOutcome(refreshedAt: TicketRefresh['at']): Promise<TicketStatus>;
  signalTickets(ticketIds: readonly number[]): Promise<void>;
}

/**
 * Nothing can go on here for now; most often a person must mend the account. The step has written down that the ticket is due for a refresh:
 * whoever finds the account mended says so, and until then nothing is tried here.
 */
export class Stopped extends Error {
  constructor(readonly sentence: string) {
    super(sentence);
    this.name = 'Stopped';
  }
}

export function openSteps(
  ticket: TicketInput,
  { view, signals }: { view: LiveView; signals: TicketSignals },
): TicketSteps {
  const { account } = ticket;
  const patience = {
    account,
    bears: isLimit,
    waitOut: (failure: Parameters<typeof waitAfter>[0]) => {
      view.update({ sentence: `waiting: ${failure.message}` });
      return sleep(waitAfter(failure), { summary: SUMMARIES.rateLimited });
    },
  };
  const step = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await patiently(patience, work);
    } catch (thrown) {
      const failure = failureOf(thrown);
      // No answer of a vendor ends a ticket (design D15): what nobody has foreseen waits like what a person must mend.
      throw failure !== null && (isStop(failure) || isOfVendor(failure))
        ? new Stopped(`waiting: ${failure.message}`)
        : thrown;
    }
  };
  return {
    refresh: () => {
      const hints = signals.take();
      return step(() => activities.readTicket(ticket, hints));
    },
    publishCustomer: () => step(() => activities.publishCustomer(ticket)),
    sendTimeline: (refreshedAt) => step(() => activities.sendTimeline(ticket, refreshedAt)),
    settleOutcome: (refreshedAt) => step(() => activities.settleOutcome(ticket, refreshedAt)),
    signalTickets: (ticketIds) => step(() => activities.wakeTickets(account, ticketIds, 'policy')),
  };
}
