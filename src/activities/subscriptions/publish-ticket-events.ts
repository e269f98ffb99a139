import type { Timestamp } from '../../domain/timestamp';
import type { TicketState } from '../../domain/ticket/state';
import { dueEvents, markPublished, type TimelineScope } from '../../domain/timeline/timeline';
import type { View } from '../../domain/ticket/view';
import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { LiveTables } from '../../store/live-tables';
import { closedEvent, happeningEvent } from './subscriber-payload';

/**
 * Writes down what programs have not heard of the ticket yet, in the transaction of `live`. It has marks of its own: the timeline gets
 * nothing while the customer has no e-mail address, and a program wants to know all the same.
 */
export async function publishTicketEvents(
  { ticketEvents }: LiveTables,
  state: TicketState,
  { scope, details }: { readonly scope: TimelineScope; readonly details: TicketDetails },
): Promise<void> {
  const { account } = scope;
  const published = await ticketEvents.published(account, state.ticketId);
  const asPublished = { ...state, told: published };
  const due = dueEvents(asPublished, scope);
  if (due.length === 0) return;
  await ticketEvents.keepPublished(account, state.ticketId, due.reduce(markPublished, asPublished).told);
  await ticketEvents.append(
    account,
    due.map((event) => happeningEvent(event, details, account)),
  );
}

/** Writes down that it is now known how the ticket ended. What ended before anybody watched is published to nobody. */
export async function publishOutcome(
  { ticketEvents, ticketReader }: LiveTables,
  { state, decision }: Pick<View, 'state' | 'decision'>,
  { account, watchedFrom }: { readonly account: string; readonly watchedFrom: Timestamp | null },
): Promise<void> {
  if (decision === null || (watchedFrom !== null && decision.closedAt < watchedFrom)) return;
  const details = await ticketReader.details(account, state.ticketId);
  if (details !== null) await ticketEvents.append(account, [closedEvent(decision, details, account)]);
}
