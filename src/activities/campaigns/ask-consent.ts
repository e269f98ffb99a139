import { isConnectorError } from '../../domain/errors/connector-error';
import type { Campaign, PolicyInput } from '../../domain/campaign/campaign-types';
import type { ActivityDeps } from '../deps';
import type { BrevoStateRow } from '../../store/types';
import { readContactState } from '../contacts/contact-state';
import { judge } from '../judge';

/** Somebody of whom nothing speaks against a campaign. */
export const NEVER_OPTED_OUT: PolicyInput['person'] = { hasEmail: true, blocklisted: false, unsubscribed: false };

/**
 * Whether the person may be mailed, as Brevo says at this moment (design D9). Having left one of the connector's own lists, those of tags
 * included, or the list that the campaign would put them on, counts as a no. Somebody whom Brevo does not know has never said no.
 */
export async function consentOf(
  deps: ActivityDeps,
  account: string,
  { emailKey, campaign }: { readonly emailKey: string | null; readonly campaign: Campaign | null },
): Promise<PolicyInput['person']> {
  if (emailKey === null) return { ...NEVER_OPTED_OUT, hasEmail: false };
  const contact = await askBrevo(deps, account, emailKey);
  if (contact === 'refused') return { ...NEVER_OPTED_OUT, hasEmail: false, refused: true };
  if (contact === null) return NEVER_OPTED_OUT;
  return consentIn(contact, listsOf(await ownLists(deps, account), campaign));
}

/** What a contact's own word in Brevo means for a campaign that these lists have to do with. */
export function consentIn(
  contact: Pick<BrevoStateRow, 'blacklisted' | 'unsubscribed'>,
  lists: ReadonlySet<number | null>,
): PolicyInput['person'] {
  return {
    hasEmail: true,
    blocklisted: contact.blacklisted,
    unsubscribed: contact.unsubscribed.some((list) => lists.has(list)),
  };
}

/** `refused`: Brevo does not take the address, so nobody can be mailed there. What passes by itself is thrown: without an answer nothing leaves. */
async function askBrevo(
  deps: ActivityDeps,
  account: string,
  emailKey: string,
): Promise<BrevoStateRow | null | 'refused'> {
  try {
    return await readContactState(deps, account, emailKey);
  } catch (thrown) {
    // It waits for an answer that may never come: the gate lists it with what is kept back.
    if (isConnectorError(thrown, 'brevo.protocol')) deps.log.warn('consent.unreadable', { account });
    const { error } = judge(deps, thrown, { account, subject: 'campaign', about: `consent/${emailKey}` });
    // Only that says something of the address.
    if (error.code !== 'brevo.rejected') throw thrown;
    return 'refused';
  }
}

/** The connector's own lists, those of tags included. */
export async function ownLists(deps: ActivityDeps, account: string): Promise<readonly (number | null)[]> {
  const { lists, tags } = deps.configOf(account);
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers } = lists;
  const made = (await deps.store.contacts.tagLists(account)).values();
  return [allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, ...Object.values(tags.lists), ...made];
}

/** Lists of which one that the person has left is a no: our own, and the one that the campaign would put them on. */
export function listsOf(own: readonly (number | null)[], campaign: Campaign | null): ReadonlySet<number | null> {
  return new Set([...own, campaign !== null && 'listId' in campaign.rule.send ? campaign.rule.send.listId : null]);
}
