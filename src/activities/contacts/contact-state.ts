import type { ContactState } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import { tooMuchAtOnce } from '../../domain/errors/too-much-at-once';
import type { BrevoStateRow } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { addressOf } from '../outbox/request';
import { isKnown } from '../judge';
import { type Learned, learnFormerRefusals } from './former-refusals';

/** A contact that cannot be read: what it says of consent counts as a no. */
export function unreadableState(emailKey: string): BrevoStateRow {
  return { emailKey, id: 0, blacklisted: true, unsubscribed: [], lists: [], consentUnknown: true };
}

/**
 * Whether one contact may be mailed and where it is, as Brevo says now; kept, for the next to know. Null: Brevo does not know them, and they
 * have never said no. Deleting a contact loses its suppression in Brevo (brevo-api.md 2.9): what it had said last stands all the same, and so
 * does what the person had said at an address that they have left.
 */
export async function readContactState(
  deps: ActivityDeps,
  account: string,
  emailKey: string,
): Promise<BrevoStateRow | null> {
  const { unread } = await learnFormer(deps, account, [emailKey]);
  return unread.has(emailKey) ? unreadableState(emailKey) : readAsItIs(deps, account, emailKey);
}

/** See {@link learnFormerRefusals}: for whoever reads many at once. */
export function learnFormer(deps: ActivityDeps, account: string, emailKeys: readonly string[]): Promise<Learned> {
  return learnFormerRefusals(deps, { account, emailKeys }, (former) => readAsItIs(deps, account, former));
}

async function readAsItIs(deps: ActivityDeps, account: string, emailKey: string): Promise<BrevoStateRow | null> {
  try {
    const state = stateOf(await deps.brevo(account).getContact(addressOf(deps, account, emailKey)), emailKey);
    return (await deps.store.contacts.saveBrevoState(account, [state]))[0] ?? state;
  } catch (thrown) {
    if (isKnown(thrown)) return deps.store.contacts.deletedInBrevo(account, emailKey);
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
  return { emailKey, id, blacklisted: emailBlacklisted || consentUnknown, unsubscribed, lists, consentUnknown };
}
