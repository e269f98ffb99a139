import { isConnectorError } from '../../domain/errors';
import type { Campaign, CampaignFacts } from '../../domain/ticket/campaign-types';
import type { ActivityDeps } from '../deps';

/**
 * Whether the person may be mailed, as Brevo says at this moment (design D9). Having left one of the connector's own lists, or the list that
 * the campaign would put them on, counts as a no. Somebody whom Brevo does not know has never said no.
 */
export async function consentOf(
  deps: ActivityDeps,
  account: string,
  emailKey: string,
  campaign: Campaign | null,
): Promise<CampaignFacts['person']> {
  try {
    const contact = await deps.brevo(account).getContact(emailKey);
    const { id, emailBlacklisted: blacklisted, listUnsubscribed: unsubscribed, listIds: lists } = contact;
    await deps.store.contacts.saveBrevoState(account, [{ emailKey, id, blacklisted, unsubscribed, lists }]);
    const ours = listsOf(deps, campaign);
    return { hasEmail: true, blocklisted: blacklisted, unsubscribed: unsubscribed.some((list) => ours.has(list)) };
  } catch (thrown) {
    if (!isConnectorError(thrown, 'brevo.not_found')) throw thrown;
    return { hasEmail: true, blocklisted: false, unsubscribed: false };
  }
}

function listsOf({ config }: ActivityDeps, campaign: Campaign | null): ReadonlySet<number | null> {
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers } = config.lists;
  const target = campaign !== null && 'listId' in campaign.rule.send ? campaign.rule.send.listId : null;
  return new Set([allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, target]);
}
