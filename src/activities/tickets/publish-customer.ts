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
  const { contacts } = deps.store;
  const emailKey = (await detailsOf(deps, { account, ticketId }))?.emailKey ?? null;
  if (emailKey === null) return;
  const due = await contacts.dueOf(account, [emailKey]);
  if (due.length === 0) return;
  const mapping = await mappingOf(deps, account);
  const contactChanges = await prepareChanges(deps, mapping, due);
  await publishContacts(deps, mapping, contactChanges);
}
