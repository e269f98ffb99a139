import { dueEvents, markTold, type TimelineEvent } from '../../domain/ticket/timeline';
import { summarise } from '../../domain/ticket/summary';
import type { TicketState } from '../../domain/ticket/state';
import type { KeptTicket, LedgerEvent, TicketDetails } from '../../store/live-types';
import { type ActivityDeps, timestamp } from '../deps';
import { deliverEvents } from './deliver-events';
import { eventProperties, MAPPED_AS } from './event-properties';
import { tellAutomations } from './tell-automations';
import { tellHappenings } from './tell-subscribers';
import type { TicketRef } from './types';

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

async function numberEvents(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  details: TicketDetails,
): Promise<void> {
  const { accounts, tickets } = deps.store;
  const tellFrom = (await accounts.find(account))?.installedAt ?? null;
  let waiting = false;
  await tickets.change(account, ticketId, async (before, live) => {
    const scope = { account, tellFrom };
    await tellHappenings(live, before, { scope, details });
    const due = dueEvents(before, scope);
    const { emailKey } = details;
    waiting = due.length > 0 && emailKey === null;
    if (due.length === 0 || emailKey === null) return kept(deps, before);
    await live.ledger.intend(
      account,
      due.flatMap((event) => toLedger(deps, event, { ...details, emailKey })),
    );
    return kept(deps, due.reduce(markTold, before));
  });
  await tickets.markUndelivered(account, ticketId, waiting);
}

function kept(deps: ActivityDeps, state: TicketState): KeptTicket {
  return { state, summary: summarise(state, { now: timestamp(deps.now()), csat: deps.config.csat }) };
}

/** A kind without a name in `event_mapping` is numbered all the same, so that mapping it later tells nothing old. */
function toLedger(
  { config }: ActivityDeps,
  event: TimelineEvent,
  details: TicketDetails & { readonly emailKey: string },
): readonly LedgerEvent[] {
  const name = config.eventMapping[MAPPED_AS[event.kind]];
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
