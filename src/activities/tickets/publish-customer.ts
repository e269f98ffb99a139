import type { ActivityDeps } from '../deps';
import { readContactState } from '../publish/contact-state';
import { mappingOf } from '../publish/mapping';
import { planContacts, publishContacts } from '../publish/publish-contacts';
import type { TicketRef } from './types';

/**
 * Writes the contact that a ticket counts for, when its projection changed. Several tickets of one customer cost one write: the mark is
 * cleared by the first, and the others find nothing due.
 */
export async function publishCustomer(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<void> {
  const { contacts, ticketReader } = deps.store;
  const emailKey = (await ticketReader.details(account, ticketId))?.emailKey ?? null;
  if (emailKey === null) return;
  const due = await contacts.dueOf(account, [emailKey]);
  if (due.length === 0) return;
  const mapping = await mappingOf(deps, account);
  const plan = await planContacts(deps, mapping, due);
  const putsOnList = plan.changes.some(({ lists }) => lists.length > 0);
  if (!putsOnList) {
    await publishContacts(deps, mapping, plan);
    return;
  }
  // Nobody is put on a list by what was known of their consent yesterday.
  await readContactState(deps, account, emailKey);
  const asked = await contacts.dueOf(account, [emailKey]);
  await publishContacts(deps, mapping, await planContacts(deps, mapping, asked));
}
