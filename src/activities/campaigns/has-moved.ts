import type { TicketState } from '../../domain/ticket/state';
import type { JudgedDetails } from '../tickets/ticket-details';

/** What ends a ticket, or says whose it is. */
const ENDING = ['customerId', 'status', 'spam', 'closedAt', 'snoozedUntil', 'trashedAt'] as const;

/**
 * The list of the person's tickets, read just now, shows a change that the ticket's own state does not know. That trashing, marking as spam
 * and snoozing move `updated_datetime` nobody has proved (gorgias-api.md 0): each of what ends a ticket is compared by itself.
 */
export function hasMoved(state: TicketState | null, details: JudgedDetails | null): boolean {
  const level = state?.level ?? null;
  if (level === null || details === null) return false;
  const { ticket } = details;
  const isNewer = ticket.updatedAt !== null && ticket.updatedAt > level.updatedAt;
  return isNewer || ENDING.some((name) => ticket[name] !== level[name]);
}
