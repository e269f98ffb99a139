import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
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
  const due = details === null ? [] : await dueContact(deps, account, details);
  if (due.length === 0) return;
  // The event on the timeline waits for it; others leave it alone meanwhile.
  const taking = { by: `ticket/${String(ticketId)}`, insists: true };
  const mapping = { ...(await mappingOf(deps, account)), taking };
  const contactChanges = await prepareChanges(deps, mapping, due);
  await publishContacts(deps, mapping, contactChanges);
}

/** The contact, when something of it is to be written; one at most. */
export async function dueContact(
  { store: { contacts } }: ActivityDeps,
  account: string,
  { emailKey }: Pick<TicketDetails, 'emailKey'>,
): Promise<readonly DueContact[]> {
  return emailKey === null ? [] : contacts.dueOf(account, [emailKey]);
}
