import type { ContactState } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import { tooMuchAtOnce } from '../../domain/errors/too-much-at-once';
import type { BrevoStateRow } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { addressOf } from '../outbox/request';
import { isKnown } from '../judge';

/** A contact that cannot be read: what it says of consent counts as a no. */
export function unreadableState(emailKey: string): BrevoStateRow {
  return { emailKey, id: 0, blacklisted: true, unsubscribed: [], lists: [], unsure: true };
}

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
    if (isKnown(thrown)) return null;
    if (tooMuchAtOnce(thrown) === 'too_large' || isAboutAnother(thrown)) return unreadableState(emailKey);
    throw thrown;
  }
}

/** The client asks for one address and has been answered about another: of this one nothing is known. */
function isAboutAnother(thrown: unknown): boolean {
  return isConnectorError(thrown, 'brevo.protocol') && thrown.details.field === 'email';
}

/** A contact whose consent cannot be read counts as one that has said no. */
export function stateOf(contact: ContactState, emailKey: string): BrevoStateRow {
  const { id, emailBlacklisted, consentUnknown, listUnsubscribed: unsubscribed, listIds: lists } = contact;
  const state = { emailKey, id, blacklisted: emailBlacklisted || consentUnknown, unsubscribed, lists };
  return consentUnknown ? { ...state, unsure: true } : state;
}
