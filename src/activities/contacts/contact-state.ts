import type { ContactState } from '../../brevo/types';
import type { BrevoStateRow } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { addressOf } from '../outbox/request';
import { judge } from '../judge';

/** Whether one contact may be mailed and where it is, as Brevo says now; kept, for the next to know. Null: Brevo does not know them. */
export async function readContactState(
  deps: ActivityDeps,
  account: string,
  emailKey: string,
): Promise<BrevoStateRow | null> {
  try {
    const state = stateOf(await deps.brevo(account).getContact(addressOf(deps, account, emailKey)), emailKey);
    await deps.store.contacts.saveBrevoState(account, [state]);
    return state;
  } catch (thrown) {
    const { disposition } = judge(deps, thrown, { account, subject: 'record', about: `consent/${emailKey}` });
    if (disposition === 'known') return null;
    throw thrown;
  }
}

/** A contact whose consent cannot be read counts as one that has said no. */
export function stateOf(contact: ContactState, emailKey: string): BrevoStateRow {
  const { id, emailBlacklisted, consentUnknown, listUnsubscribed: unsubscribed, listIds: lists } = contact;
  return { emailKey, id, blacklisted: emailBlacklisted || consentUnknown, unsubscribed, lists };
}
