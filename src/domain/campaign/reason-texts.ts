import { UNINSTALLED_MEANWHILE } from './campaign-rules';
import type { CampaignRuleName } from './campaign-types';

/** Why a rule has kept a campaign back, in words that stand for every ticket; `why` of a ticket says it with its figures. */
export const REASON_TEXTS: Readonly<Record<CampaignRuleName, string>> = {
  still_ended: 'the ticket was reopened, or is gone',
  once_per_ticket: 'the ticket had a campaign before',
  not_from_backfill: 'the ticket was closed before the connector watched (since its last installation)',
  still_installed: UNINSTALLED_MEANWHILE,
  policy: 'no campaign is for this outcome',
  delay: 'its delay is not over yet',
  not_expired: 'it was too late for it',
  same_answer: 'the customer has answered otherwise since, or the score was taken back',
  has_email: 'no e-mail address that is written to',
  vendors_answered: 'allowed so far, and a vendor has not answered about the customer yet',
  consent_known: 'what Brevo answered about consent could not be read',
  not_blocklisted: 'blocklisted in Brevo',
  not_unsubscribed: 'unsubscribed',
  no_worse_end: 'a newer ticket ended worse',
  no_open_ticket: 'another ticket is open or snoozed',
  frequency_cap: 'the frequency cap is reached',
  not_on_list: 'on the campaign’s list already, which starts nothing again',
};

export function isCampaignRule(name: string): name is CampaignRuleName {
  return Object.hasOwn(REASON_TEXTS, name);
}
