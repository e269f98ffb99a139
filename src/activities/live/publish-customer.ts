import { isConnectorError } from '../../domain/errors';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
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
  const asked = await readConsent(deps, account, due);
  await publishContacts(deps, mapping, await planContacts(deps, mapping, asked));
}

async function readConsent(
  deps: ActivityDeps,
  account: string,
  due: readonly DueContact[],
): Promise<readonly DueContact[]> {
  for (const { emailKey } of due) {
    try {
      const contact = await deps.brevo(account).getContact(emailKey);
      const { id, emailBlacklisted: blacklisted, listUnsubscribed: unsubscribed, listIds: lists } = contact;
      await deps.store.contacts.saveBrevoState(account, [{ emailKey, id, blacklisted, unsubscribed, lists }]);
    } catch (thrown) {
      if (!isConnectorError(thrown, 'brevo.not_found')) throw thrown;
    }
  }
  return deps.store.contacts.dueOf(
    account,
    due.map(({ emailKey }) => emailKey),
  );
}
