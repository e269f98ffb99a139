import type { FeedEvent } from '../../domain/records';
import { observe } from '../../domain/ticket/observe';
import { isTicketFact } from '../../domain/ticket/observe-event';
import { PersonErased } from '../../domain/privacy/person-erased';
import type { ActivityDeps } from '../deps';
import { changeTicket } from './change-ticket';
import { ticketsOfSurveys } from './tickets-of-surveys';

/**
 * What the feed says of tickets and their surveys goes into the tickets' states, and each ticket that it says something new about is to be
 * refreshed. Types that only say that something changed are left to the list of tickets.
 */
export async function followTickets(deps: ActivityDeps, account: string, events: readonly FeedEvent[]): Promise<void> {
  const surveys = await ticketsOfSurveys(deps, account, events);
  const byTicket = new Map<number, FeedEvent[]>();
  for (const event of events) {
    const ticketId = event.objectType === 'SatisfactionSurvey' ? surveys.get(event.objectId) : ticketOf(event);
    if (ticketId === undefined) continue;
    byTicket.set(ticketId, [...(byTicket.get(ticketId) ?? []), event]);
  }
  const { tickets } = deps.store;
  for (const [ticketId, ticketEvents] of byTicket) await followKept(deps, account, { ticketId, events: ticketEvents });
  // The event hangs on the ticket that stays; the other one answers 301 from now on.
  await tickets.requestRefresh(account, events.flatMap(mergedAway));
}

function ticketOf(event: FeedEvent): number | undefined {
  return event.objectType === 'Ticket' && isTicketFact(event.type) ? event.objectId : undefined;
}

function mergedAway({ type, data }: FeedEvent): readonly number[] {
  const id = type === 'ticket-merged' ? data?.['source_ticket_id'] : null;
  return typeof id === 'number' ? [id] : [];
}

/** Of an erased person's ticket nothing is heard. */
async function followKept(...step: Parameters<typeof follow>): Promise<void> {
  try {
    await follow(...step);
  } catch (thrown) {
    if (!(thrown instanceof PersonErased)) throw thrown;
  }
}

async function follow(
  deps: ActivityDeps,
  account: string,
  { ticketId, events }: { readonly ticketId: number; readonly events: readonly FeedEvent[] },
): Promise<void> {
  const { tickets } = deps.store;
  await tickets.note(
    account,
    ticketId,
    events.map(({ createdAt, type }) => ({ at: createdAt, source: 'feed', note: type })),
  );
  // At once, for nothing may be decided by what is known of it before it was refreshed.
  await changeTicket(deps, { account, ticketId }, (before) => ({
    state: events.reduce((known, event) => observe(known, { kind: 'event', event }), before),
    requestsRefresh: true,
    answer: null,
  }));
}
