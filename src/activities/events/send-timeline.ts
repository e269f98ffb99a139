import type { ConnectorConfig } from '../../config/types';
import { dueEvents, markTold, type TimelineEvent } from '../../domain/ticket/timeline';
import type { LedgerEvent, TicketDetails } from '../../store/live/live-types';
import type { ActivityDeps } from '../deps';
import { changeTicket } from '../tickets/change-ticket';
import { deliverEvents } from './deliver-events';
import { eventProperties, MAPPED_AS } from './event-properties';
import { tellAutomations } from './tell-automations';
import { tellHappenings } from './tell-subscribers';
import type { TicketRef } from '../tickets/types';

/**
 * Tells the customer's timeline what has happened to the ticket and was not told yet. Each event is written down with its key before it is
 * sent, in the transaction that gives it its number. Without an e-mail address nothing is numbered: it is told once there is one.
 */
export async function sendTimeline(deps: ActivityDeps, ref: TicketRef): Promise<void> {
  const details = await deps.store.ticketReader.details(ref.account, ref.ticketId);
  if (details !== null) {
    await numberEvents(deps, ref, details);
    await tellAutomations(deps, ref.account, details);
  }
  await deliverEvents(deps, ref.account, ref.ticketId);
}

async function numberEvents(deps: ActivityDeps, ref: TicketRef, details: TicketDetails): Promise<void> {
  const { account, ticketId } = ref;
  const { accounts, tickets } = deps.store;
  const tellFrom = (await accounts.find(account))?.installedAt ?? null;
  const { eventMapping } = deps.configOf(account);
  const isWaiting = await changeTicket(deps, ref, async (before, live) => {
    const scope = { account, tellFrom };
    await tellHappenings(live, before, { scope, details });
    const due = dueEvents(before, scope);
    const { emailKey } = details;
    if (due.length === 0 || emailKey === null) return { state: before, answer: due.length > 0 };
    await live.ledger.intend(
      account,
      due.flatMap((event) => toLedger(eventMapping, event, { ...details, emailKey })),
    );
    return { state: due.reduce(markTold, before), answer: false };
  });
  await tickets.markUndelivered(account, ticketId, isWaiting);
}

/** A kind without a name in `event_mapping` is numbered all the same, so that mapping it later tells nothing old. */
function toLedger(
  eventMapping: ConnectorConfig['eventMapping'],
  event: TimelineEvent,
  details: TicketDetails & { readonly emailKey: string },
): readonly LedgerEvent[] {
  const name = eventMapping[MAPPED_AS[event.kind]];
  if (name === undefined) return [];
  return [
    {
      key: event.key,
      ticketId: details.ticket.id,
      customerId: details.customerId,
      emailKey: details.emailKey,
      name,
      happenedAt: event.at,
      properties: eventProperties(event, details),
    },
  ];
}
