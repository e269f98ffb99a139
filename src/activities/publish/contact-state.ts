import { isConnectorError } from '../../domain/errors';
import type { ContactState } from '../../brevo/types';
import type { BrevoStateRow } from '../../store/types';
import type { ActivityDeps } from '../deps';

/** Whether one contact may be mailed and where it is, as Brevo says now; kept, for the next to know. Null: Brevo does not know them. */
export async function readContactState(
  deps: ActivityDeps,
  account: string,
  emailKey: string,
): Promise<BrevoStateRow | null> {
  try {
    const state = stateOf(await deps.brevo(account).getContact(emailKey), emailKey);
    await deps.store.contacts.saveBrevoState(account, [state]);
    return state;
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.not_found')) return null;
    throw thrown;
  }
}

export function stateOf(contact: ContactState, emailKey: string): BrevoStateRow {
  const { id, emailBlacklisted: blacklisted, listUnsubscribed: unsubscribed, listIds: lists } = contact;
  return { emailKey, id, blacklisted, unsubscribed, lists };
}
