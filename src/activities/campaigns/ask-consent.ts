import type { ConnectorConfig } from '../../config/types';
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
  if (contact === 'refused') return { ...NEVER_OPTED_OUT, hasEmail: false };
  if (contact === null) return NEVER_OPTED_OUT;
  const made = (await deps.store.contacts.tagLists(account)).values();
  const ours = new Set([...listsOf(deps.configOf(account), campaign), ...made]);
  return {
    hasEmail: true,
    blocklisted: contact.blacklisted,
    unsubscribed: contact.unsubscribed.some((list) => ours.has(list)),
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
    // It waits for an answer that may never come, and expires: somebody has to hear of it.
    if (isConnectorError(thrown, 'brevo.protocol')) deps.log.warn('consent.unreadable', { account });
    judge(deps, thrown, { account, subject: 'campaign', about: `consent/${emailKey}` });
    return 'refused';
  }
}

function listsOf({ lists, tags }: ConnectorConfig, campaign: Campaign | null): readonly (number | null)[] {
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers } = lists;
  const target = campaign !== null && 'listId' in campaign.rule.send ? campaign.rule.send.listId : null;
  return [allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, ...Object.values(tags.lists), target];
}
