import { type Timestamp } from '../timestamp';
import { type Verdict } from './outcome';
import { type Outcome } from './state';
import { type Status } from './status';

/** What others ask about a ticket: search attributes, the policy of the customer's other tickets, `tajo why`. */
export interface TicketSummary {
  readonly phase: Status['phase'];
  /** `waiting`: closed, and how it ended is not known yet. */
  readonly stage: 'open' | 'waiting' | 'ended';
  readonly outcome: Outcome | null;
  /** When the ticket has to be refreshed by itself. */
  readonly waitingUntil: Timestamp | null;
}

export function summaryOf({ phase }: Status, verdict: Verdict): TicketSummary {
  switch (verdict.kind) {
    case 'outcome':
      return { phase, stage: 'ended', outcome: verdict.outcome, waitingUntil: null };
    case 'waiting':
      return { phase, stage: 'waiting', outcome: null, waitingUntil: verdict.until };
    case 'none':
      return { phase, stage: isLive(phase) ? 'open' : 'ended', outcome: null, waitingUntil: verdict.refreshAt };
  }
}

/** Spam, deleted and merged tickets are nobody's case any more. */
function isLive(phase: Status['phase']): boolean {
  return phase === 'open' || phase === 'closed' || phase === 'snoozed' || phase === 'unknown';
}
