import { isCampaignRule, REASON_TEXTS } from '../../../domain/campaign/reason-texts';
import { type ErrorCode, isErrorCode } from '../../../domain/errors/connector-error';
import { ERROR_TEXTS } from '../../../domain/errors/error-texts';
import { timestampOf } from '../../../domain/timestamp';
import type { CampaignGroup, CampaignState } from '../../../store/campaigns/campaign-history';
import { type CAMPAIGN_STATES, listCampaigns } from '../../../../packages/sdk/contract/campaign-history';
import type { GivenAnswerOf } from '../../../../packages/sdk/contract/call';
import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import { implement } from '../../operation';

const DEFAULT_SINCE_MS = 30 * 86_400_000;

export const campaignHistoryOperations = {
  listCampaigns: implement(listCampaigns, async ({ query }, { store, campaignNames }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { campaign, state, limit } = query;
    const since = timestampOf(query.since === undefined ? Date.now() - DEFAULT_SINCE_MS : new Date(query.since));
    const filter = { since, campaign, state: state === 'given-up' ? ('given_up' as const) : state };
    const [groups, campaigns] = await Promise.all([
      store.campaignHistory.groups(account, filter),
      store.campaignHistory.list(account, filter, limit),
    ]);
    // One that was taken out of the policy is still known by what it has sent.
    if (campaign !== undefined && groups.length === 0)
      requireKnown(campaign, campaignNames(account), { field: 'campaign', thing: 'campaign' });
    return {
      account,
      since,
      groups: groups.map(({ rule, why, state: became, ...of }) => ({ ...of, ...shown({ rule, why, state: became }) })),
      campaigns: campaigns.map(({ rule, why, state: became, ...of }) => ({
        ...of,
        ...shown({ rule, why, state: became }),
      })),
    };
  }),
};

type Shown = Pick<GivenAnswerOf<typeof listCampaigns>['groups'][number], 'state' | 'reason'>;

function shown({ rule, why, state }: Pick<CampaignGroup, 'rule' | 'why' | 'state'>): Shown {
  return { state: STATES[state], reason: reasonOf({ rule, why, state }) };
}

const STATES: Readonly<Record<CampaignState, (typeof CAMPAIGN_STATES)[number]>> = {
  sent: 'sent',
  held: 'held',
  skipped: 'skipped',
  given_up: 'given-up',
  unknown: 'unknown',
};

/** Where a reason is missing, the state itself is all there is to say. */
const PLAIN: Readonly<Record<CampaignState, string>> = {
  sent: 'accepted by Brevo',
  held: 'about to be sent',
  skipped: 'not sent',
  given_up: 'not sent',
  unknown: 'the answer was lost; look in Brevo',
};

function reasonOf({ rule, why, state }: Pick<CampaignGroup, 'rule' | 'why' | 'state'>): string {
  if (rule !== null && isCampaignRule(rule)) return REASON_TEXTS[rule];
  if (state === 'given_up' && isErrorCode(why)) return ofError(why);
  return why === '' ? PLAIN[state] : why;
}

function ofError(code: ErrorCode): string {
  return `${ERROR_TEXTS[code].what.replace(/\.$/, '')} (${code})`;
}
