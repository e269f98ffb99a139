import type { ConnectorConfig } from '../../config/types';
import { dueEvents, markPublished, type TimelineEvent } from '../../domain/timeline/timeline';
import type { Timestamp } from '../../domain/timestamp';
import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { Intent } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { changeTicket } from '../tickets/change-ticket';
import { publishCustomer } from '../tickets/publish-customer';
import { detailsOf, type JudgedDetails } from '../tickets/ticket-details';
import { deliverTimeline } from './deliver-timeline';
import { eventProperties, MAPPED_AS } from '../tickets/event-properties';
import { dueAutomations, enqueueAutomations } from '../automations/enqueue-automations';
import { publishTicketEvents } from '../subscriptions/publish-ticket-events';
import type { TicketRef } from '../tickets/types';
import { ticketWatched } from '../tickets/watched-from';

/**
 * Publishes on the customer's timeline what has happened to the ticket and was not published yet, after their contact. Each event is written down with its key before it is
 * sent, in the transaction that gives it its number. Without an e-mail address nothing is numbered: it is published once there is one.
 */
export async function sendTimeline(deps: ActivityDeps, ref: TicketRef): Promise<void> {
  const { account, ticketId } = ref;
  await publishCustomer(deps, ref);
  const details = await detailsOf(deps, ref);
  if (details === null) return;
  const isWaiting = await numberEvents(deps, ref, details);
  await enqueueAutomations(deps, account, details);
  const { addressless } = await deliverTimeline(deps, account, ticketId);
  const unfit = addressless?.unfit ?? details.unfit;
  await deps.store.tickets.markUndelivered(account, ticketId, {
    undelivered: isWaiting || addressless !== null,
    unfit,
  });
}

/** Whether {@link sendTimeline} has anything to do, for the timeline or for the programs that listen. */
export async function isTimelineDue(deps: ActivityDeps, ref: TicketRef, details: TicketDetails): Promise<boolean> {
  const { account, ticketId } = ref;
  const { outbox, ticketEvents, tickets } = deps.store;
  if ((await outbox.unsettled(account, ticketId)).length > 0) return true;
  if ((await dueAutomations(deps, account, details)).length > 0) return true;
  const state = await tickets.load(account, ticketId);
  if (state === null) return false;
  const scope = { account, publishFrom: (await ticketWatched(deps, ref, details)).from };
  if (dueEvents(state, scope).length > 0) return true;
  return dueEvents({ ...state, told: await ticketEvents.published(account, ticketId) }, scope).length > 0;
}

/** Answers whether something waits for an address. */
async function numberEvents(deps: ActivityDeps, ref: TicketRef, details: JudgedDetails): Promise<boolean> {
  const { account } = ref;
  const { accounts } = deps.store;
  const publishFrom = (await ticketWatched(deps, ref, details)).from;
  const since = await accounts.publishedSince(account);
  const { eventMapping } = deps.configOf(account);
  return changeTicket(deps, ref, async (before, live) => {
    const scope = { account, publishFrom };
    await publishTicketEvents(live, before, { scope, details });
    const due = dueEvents(before, scope);
    const { emailKey } = details;
    if (due.length === 0 || emailKey === null) return { state: before, answer: due.length > 0 };
    await live.outbox.intend(
      account,
      due.flatMap((event) => toIntent({ eventMapping, since }, event, { ...details, emailKey })),
    );
    return { state: due.reduce(markPublished, before), answer: false };
  });
}

interface TimelineMapping {
  readonly eventMapping: ConnectorConfig['eventMapping'];
  /** Since when each name is known. */
  readonly since: ReadonlyMap<string, Timestamp>;
}

/** A kind without a name in `event_mapping` is numbered all the same, so that mapping it later publishes nothing old. */
function toIntent(
  { eventMapping, since }: TimelineMapping,
  event: TimelineEvent,
  details: TicketDetails & { readonly emailKey: string },
): readonly Intent[] {
  const name = eventMapping[MAPPED_AS[event.kind]];
  if (name === undefined || event.at < (since.get(MAPPED_AS[event.kind]) ?? '')) return [];
  return [
    {
      key: event.key,
      ticketId: details.ticket.id,
      customerId: details.customerId,
      emailKey: details.emailKey,
      name,
      happenedAt: event.at,
      params: eventProperties(event, details),
    },
  ];
}
