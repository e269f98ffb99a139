import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { moveWhileHeld } from '../contacts/move-while-held';
import { mappingOf } from '../contacts/mapping';
import { prepareChanges, publishContacts } from '../contacts/publish-contacts';
import { detailsOf } from './ticket-details';
import type { TicketRef } from './types';

/**
 * Writes the contact that a ticket counts for, when its projection changed. Several tickets of one customer cost one write: the mark is
 * cleared by the first, and the others find nothing due.
 */
export async function publishCustomer(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<void> {
  const details = await detailsOf(deps, { account, ticketId });
  const waiting = details === null ? NOBODY : await dueContact(deps, account, details);
  if (!isAnyDue(waiting)) return;
  const { due, held } = waiting;
  // The event on the timeline waits for it; others leave it alone meanwhile.
  const taking = { by: `ticket/${String(ticketId)}`, insists: true };
  const mapping = { ...(await mappingOf(deps, account)), taking };
  for (const contact of held) await moveWhileHeld(deps, mapping, contact);
  if (due.length === 0) return;
  const contactChanges = await prepareChanges(deps, mapping, due);
  await publishContacts(deps, mapping, contactChanges);
}

export interface DueOfTicket {
  readonly due: readonly DueContact[];
  /** An import holds it, that Brevo has not confirmed. */
  readonly held: readonly DueContact[];
}

const NOBODY: DueOfTicket = { due: [], held: [] };

/** The contact, when something of it is to be written; one at most. */
export async function dueContact(
  { store: { contacts } }: ActivityDeps,
  account: string,
  { emailKey }: Pick<TicketDetails, 'emailKey'>,
): Promise<DueOfTicket> {
  if (emailKey === null) return NOBODY;
  const due = await contacts.dueOf(account, [emailKey]);
  return { due, held: due.length > 0 ? [] : await contacts.heldDueOf(account, [emailKey]) };
}

export function isAnyDue({ due, held }: DueOfTicket): boolean {
  return due.length + held.length > 0;
}
