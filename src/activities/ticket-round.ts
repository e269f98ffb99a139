import { settleOpen } from './campaigns/settle-outcome';
import type { ActivityDeps } from './deps';
import { ticketWorked } from './set-aside';
import { dueContact, isAnyDue } from './tickets/publish-customer';
import { readTicket } from './tickets/read-ticket';
import { detailsOf } from './tickets/ticket-details';
import type { DueSteps, ReceivedHint, TicketRef, TicketRefresh, TicketStatus } from './tickets/types';
import { isTimelineDue, sendTimeline } from './timeline/send-timeline';

/**
 * The first step of a ticket's round, `readTicket` by its recorded name: refreshes the ticket, and says which of the next steps have something to
 * do. Most looks at a ticket change nothing that Brevo is told, and a step that finds nothing costs six events of a history all the same. How a
 * ticket stands that is open is said at once, for nobody has to be asked.
 */
export async function beginRound(
  deps: ActivityDeps,
  ref: TicketRef,
  hints: readonly ReceivedHint[],
): Promise<TicketRefresh> {
  const refreshed = await readTicket(deps, ref, hints);
  const goesOn = !refreshed.paused && refreshed.unreadable === undefined;
  return goesOn ? { ...refreshed, due: await dueSteps(deps, ref, refreshed.at) } : refreshed;
}

async function dueSteps(deps: ActivityDeps, ref: TicketRef, at: TicketRefresh['at']): Promise<DueSteps> {
  const details = await detailsOf(deps, ref);
  const contact = details !== null && isAnyDue(await dueContact(deps, ref.account, details));
  const timeline = details !== null && (await isTimelineDue(deps, ref, details));
  // Not before the timeline has been told: by how it stands a ticket is found whose workflow was lost on the way. A contact is due by itself.
  return { contact, timeline, status: timeline ? null : await openStatus(deps, ref, at) };
}

/**
 * The step `sendTimeline` by its recorded name. Answers how the ticket stands, when it is open; null: `settleOutcome` is to be asked.
 * @param at of the refresh; missing: it was begun by an earlier release
 */
export async function tellTimeline(
  deps: ActivityDeps,
  ref: TicketRef,
  at?: TicketRefresh['at'],
): Promise<TicketStatus | null> {
  await sendTimeline(deps, ref);
  return at === undefined ? null : openStatus(deps, ref, at);
}

async function openStatus(deps: ActivityDeps, ref: TicketRef, at: TicketRefresh['at']): Promise<TicketStatus | null> {
  const status = await settleOpen(deps, ref, at);
  if (status !== null) await ticketWorked(deps, ref.account, ref.ticketId);
  return status;
}
